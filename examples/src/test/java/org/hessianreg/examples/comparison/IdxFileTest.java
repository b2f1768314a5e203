package org.hessianreg.examples.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxFileTest {

  private static final byte[] VALUES = {0, 1, 2, 3, 4, (byte) 255};

  @TempDir private Path folder;

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("file"), content);
  }

  @Test
  void readsPlainAndCompressedFiles() throws IOException {
    byte[] content = ImageFolder.idx(0x802, VALUES, 2, 3);
    for (byte[] stored : new byte[][] {content, ImageFolder.gzip(content)}) {
      IdxFile read = IdxFile.read(file(stored), 2);
      assertThat(read.size(0)).isEqualTo(2);
      assertThat(read.size(1)).isEqualTo(3);
      assertThat(read.values()).isEqualTo(VALUES);
    }
  }

  static Stream<Arguments> badFiles() throws IOException {
    byte[] good = ImageFolder.idx(0x802, VALUES, 2, 3);
    byte[] gzip = ImageFolder.gzip(good);
    byte[] flipped = gzip.clone();
    flipped[gzip.length - 6] ^= 0x55;
    return Stream.of(
        Arguments.of("empty", new byte[0], "ends too early"),
        Arguments.of("one dimension less", ImageFolder.idx(0x801, VALUES, 6), "0x00000801"),
        Arguments.of("floats", ImageFolder.idx(0xd02, VALUES, 2, 3), "0x00000d02"),
        Arguments.of("text", "no images here".getBytes(UTF_8), "expected 0x00000802"),
        Arguments.of("sizes cut off", Arrays.copyOf(good, 9), "ends too early"),
        Arguments.of("values cut off", Arrays.copyOf(good, good.length - 1), "ends too early"),
        Arguments.of("one byte more", Arrays.copyOf(good, good.length + 1), "after the 6 values"),
        Arguments.of("negative size", ImageFolder.idx(0x802, VALUES, -2, 3), "[-2, 3]"),
        Arguments.of("huge", ImageFolder.idx(0x802, VALUES, 1 << 30, 1 << 30), "claims the sizes"),
        Arguments.of("archive cut off", Arrays.copyOf(gzip, 20), "ends too early"),
        Arguments.of("archive of nothing", Arrays.copyOf(gzip, 2), "ends too early"),
        Arguments.of("archive with a wrong checksum", flipped, "is damaged"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badFiles")
  void saysWhatIsWrong(String name, byte[] content, String message) throws IOException {
    Path file = file(content);
    assertThatThrownBy(() -> IdxFile.read(file, 2))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(file.toString(), message, "Fix: ");
  }
}

package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesExampleTest {

  @TempDir private Path folder;

  @Tag("slow")
  @Test
  void trainsOnTheEmbeddedDigits() throws IOException {
    String output = run("--seeds", "1", "--epochs", "1", "--training-images", "100").output();

    assertThat(output)
        .startsWith("Backend ")
        .contains("1797 images of 10 classes, 100 to train on")
        .containsPattern("(?m)^no penalty +\\d")
        .containsPattern("(?m)^Hessian trace +\\d");
    BufferedImage first =
        ImageIO.read(folder.resolve("digits").resolve("0").resolve("0.png").toFile());
    assertThat(first.getWidth()).isEqualTo(8);
  }

  @Tag("slow")
  @Test
  void readsWhatIsOfOneColourApart() throws IOException {
    Path images = twoClasses();

    String output =
        run(
                "--images", images.toString(),
                "--training-images", "20",
                "--batch", "10",
                "--seeds", "1",
                "--epochs", "20",
                "--side", "8",
                "--channels", "3")
            .output();

    assertThat(output)
        .contains("30 images of 2 classes, 20 to train on")
        .containsPattern("(?m)^no penalty +100\\.00 ")
        .containsPattern("(?m)^Hessian trace +100\\.00 ");
  }

  @Tag("slow")
  @Test
  void numbersTheClassesAlikeWhereAPartLacksOne() throws IOException {
    Path single = Files.createDirectory(twoClasses().resolve("a class with a single image"));
    Path image = folder.resolve("own").resolve("red").resolve("0.png");
    Files.move(image, single.resolve("0.png"));

    String output =
        run(
                "--images", "" + folder.resolve("own"),
                "--training-images", "20",
                "--batch", "10",
                "--seeds", "1",
                "--epochs", "20",
                "--channels", "3")
            .output();

    assertThat(output)
        .contains("30 images of 3 classes, 20 to train on")
        .containsPattern("(?m)^no penalty +(90|100)\\.00 ");
  }

  @Tag("slow")
  @Test
  void namesAFileThatIsNoImage() throws IOException {
    Path file = Files.writeString(twoClasses().resolve("red").resolve("x.png"), "no image");

    assertThat(run("--images", "" + folder.resolve("own")).complaint())
        .contains(file.toString(), "is no image", "remove it");
  }

  @Tag("slow")
  @Test
  void namesAnImageThatIsCutOff() throws IOException {
    Path file = twoClasses().resolve("red").resolve("3.png");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertThat(run("--images", "" + folder.resolve("own")).complaint())
        .contains(file.toString(), "not a whole one");
  }

  @Tag("slow")
  @Test
  void namesAnEmptyImage() throws IOException {
    Path file = Files.createFile(twoClasses().resolve("red").resolve("x.png"));

    assertThat(run("--images", "" + folder.resolve("own")).complaint())
        .contains(file.toString(), "is no image");
  }

  @Tag("slow")
  @Test
  void namesAClassWithoutImages() throws IOException {
    Path empty = Files.createDirectory(twoClasses().resolve("yellow"));

    assertThat(run("--images", "" + folder.resolve("own")).complaint())
        .contains(empty + " holds no images");
  }

  @Tag("slow")
  @Test
  void refusesAFolderWithoutClasses() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(run("--images", empty.toString()).complaint())
        .contains(empty + " holds fewer than two folders");
  }

  @Tag("slow")
  @Test
  void answersAnOutputThatItCannotWriteWithOneLine() throws IOException {
    Path file = Files.createFile(folder.resolve("digits"));

    assertThat(run().complaint()).contains("cannot read or write: " + file);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "--images, missing, is not a folder",
    "--side, 7, give a number from 8 to 256",
    "--channels, 2, give 1 or 3",
    "--training-images, 1797, give a number below 1797",
    "--batch, 0, give a number from 1 to 500",
    "--image, x, Unknown option",
  })
  void refusesWhatItCannotUse(String option, String value, String fix) {
    assertThat(run(option, value).complaint()).contains(fix);
  }

  /** Red and blue images, 15 of each; the sizes differ. */
  private Path twoClasses() throws IOException {
    Path root = folder.resolve("own");
    write(root.resolve("red"), 0xe01010);
    write(root.resolve("blue"), 0x1010e0);
    return root;
  }

  private static void write(Path folder, int colour) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < 15; i++) {
      BufferedImage image = new BufferedImage(8 + i, 12, BufferedImage.TYPE_INT_RGB);
      for (int x = 0; x < image.getWidth(); x++) {
        for (int y = 0; y < image.getHeight(); y++) {
          image.setRGB(x, y, colour + 0x000100 * ((x * y + i) % 32));
        }
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
    }
  }

  private ConsoleRun run(String... args) {
    List<String> all = new ArrayList<>(List.of("--output", folder.toString()));
    all.addAll(List.of(args));
    return ConsoleRun.of(new ImagesExample(), all.toArray(new String[0]));
  }
}

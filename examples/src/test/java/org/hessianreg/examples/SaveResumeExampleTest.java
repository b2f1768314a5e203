package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaveResumeExampleTest {

  @TempDir private Path folder;

  @Tag("slow")
  @Test
  void resumesAndDeploysWithoutTheLibrary() {
    String output = run("--epochs", "1", "--output", folder.toString()).output();

    assertThat(output)
        .startsWith("Backend ")
        .containsPattern("(?m)^SameDiff graph +yes, .* +the same$")
        .containsPattern("(?m)^MultiLayerNetwork +yes, .* +the same$");
    assertThat(folder.resolve("digits-graph.fb")).exists();
    assertThat(folder.resolve("digits-network.zip")).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "--epochs, 0, give a number from 1 to 10000",
    "--epochs, few, is not an int",
    "--outptu, x, Unknown option",
  })
  void refusesWhatItCannotUse(String option, String value, String fix) {
    assertThat(run(option, value).complaint()).contains(option, fix, "--help");
  }

  @Test
  void refusesAnOutputThatIsAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(run("--output", file.toString()).complaint()).contains("--output", "name another");
  }

  private static ConsoleRun run(String... args) {
    return ConsoleRun.of(new SaveResumeExample(), args);
  }
}

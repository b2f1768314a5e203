package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsExampleTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Tag("slow")
  @Test
  void trainsAllMethodsAndWritesTableAndChart() throws IOException {
    Path output = folder.resolve("new").resolve("folder");

    int exitCode =
        run("--seeds", "1", "--epochs", "1", "--training-images", "100", "--output", "" + output);

    assertThat(err.toString()).isEmpty();
    assertThat(exitCode).isZero();
    Path chart = output.resolve("digits-trace.png");
    assertThat(out.toString())
        .startsWith("Backend ")
        .contains("[ 4/4]", "test accuracy (%)", "Chart: " + chart)
        .containsPattern("(?m)^no penalty +- +\\d")
        .containsPattern("(?m)^SEHT-H +\\d")
        .containsPattern("(?m)^SEHT-D +\\d")
        .containsPattern("(?m)^Gauss-Newton +\\d")
        .doesNotContain("NaN");
    assertThat(ImageIO.read(chart.toFile()).getWidth()).isPositive();
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "--seeds, 0, give a number from 1 to",
    "--seeds, many, is not an int",
    "--epochs, -1, give a number from 1 to",
    "--batch, 0, give a number from 1 to 500",
    "--batch, 501, give a number from 1 to 500",
    "--training-images, 99, give a number from 100 to 1697",
    "--training-images, 1698, give a number from 100 to 1697",
    "--coefficient, -0.1, give a finite number of 0 or more",
    "--coefficient, NaN, give a finite number of 0 or more",
    "--coefficient, big, is not a double",
    "--label-noise, 1.5, give a share from 0 to 1",
    "--label-noise, NaN, give a share from 0 to 1",
    "--sedes, 3, Unknown option",
  })
  void answersBadInputWithOneLine(String option, String value, String fix) {
    assertRejected(run(option, value), option, fix);
  }

  @Tag("slow")
  @Test
  void answersAMissingValueWithOneLine() {
    assertRejected(run("--seeds"), "--seeds", "Missing required parameter");
  }

  @Tag("slow")
  @Test
  void answersAnOutputThatIsAFileWithOneLine() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertRejected(run("--output", file.toString()), "--output", "name another");
  }

  @Tag("slow")
  @Test
  void explainsItsOptions() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--seeds", "--epochs", "--batch", "--coefficient", "--label-noise", "--output");
  }

  private void assertRejected(int exitCode, String option, String fix) {
    assertThat(exitCode).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().strip().lines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(option, fix, "--help");
  }

  private int run(String... args) {
    return Launcher.run(
        new DigitsExample(), new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}

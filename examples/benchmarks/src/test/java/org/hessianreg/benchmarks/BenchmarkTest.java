package org.hessianreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "--study, speed, 'choose from cost, scaling, enable, variance'",
    "--network, vgg, 'choose from mlp, cnn, resnet18, lstm, transformer'",
    "--method, magic, 'choose from plain, hessian,'",
    "--rounds, 0, give a number from 1 to",
    "--rounds, many, is not an int",
    "--draws, 1, give a number from 2 to",
    "--threads, 0, give a number from 1 to",
    "--sneed, 3, Unknown option",
  })
  void answersBadInputWithOneLine(String option, String value, String fix) {
    assertRejected(run(option, value), option, fix);
  }

  @Test
  void answersAnOutputThatIsAFileWithOneLine() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertRejected(run("--output", file.toString()), "--output", "name another");
  }

  @Test
  void explainsItsOptions() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains(Study.labels())
        .contains(Subjects.labels())
        .contains(Selection.methods())
        .contains("--rounds", "--draws", "--threads", "--python", "--output");
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
    return Benchmark.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}

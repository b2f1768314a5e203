package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphPenaltyExampleTest {

  @Tag("slow")
  @Test
  void trainsWithAndWithoutThePenalty() {
    String output = run("--seeds", "1", "--epochs", "1", "--training-images", "100").output();

    assertThat(output)
        .startsWith("Backend ")
        .containsPattern("(?m)^no penalty +\\d+\\.\\d+ +\\d+\\.\\d+ +-?\\d+\\.\\d ")
        .containsPattern("(?m)^Hessian trace +\\d+\\.\\d+ +\\d+\\.\\d+ +-?\\d+\\.\\d ");
  }

  @Tag("slow")
  @Test
  void trainsAsWithoutAPenaltyWhereTheCoefficientIsZero() {
    String output =
        run("--seeds", "1", "--epochs", "2", "--training-images", "100", "--coefficient", "0")
            .output();

    assertThat(accuracyAndLoss(output, "Hessian trace"))
        .isEqualTo(accuracyAndLoss(output, "no penalty"));
  }

  @Tag("slow")
  @Test
  void trainsOtherwiseWithThePenalty() {
    String output =
        run("--seeds", "1", "--epochs", "2", "--training-images", "100", "--coefficient", "0.01")
            .output();

    assertThat(accuracyAndLoss(output, "Hessian trace"))
        .isNotEqualTo(accuracyAndLoss(output, "no penalty"));
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "--seeds, 0, give a number from 1 to",
    "--coefficient, Infinity, give a finite number of 0 or more",
    "--lambda, 1, Unknown option",
  })
  void refusesWhatItCannotUse(String option, String value, String fix) {
    assertThat(run(option, value).complaint()).contains(option, fix, "--help");
  }

  private static String accuracyAndLoss(String output, String method) {
    return output
        .lines()
        .filter(line -> line.startsWith(method))
        .map(line -> line.substring(method.length(), 53))
        .findFirst()
        .orElseThrow()
        .strip();
  }

  private static ConsoleRun run(String... args) {
    return ConsoleRun.of(new GraphPenaltyExample(), args);
  }
}

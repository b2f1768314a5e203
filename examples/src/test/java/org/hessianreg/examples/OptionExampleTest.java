package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionExampleTest {

  @Tag("slow")
  @Test
  void trainsWithAndWithoutTheOptionAndShowsTheHistory() {
    String output = run("--seeds", "2", "--epochs", "2", "--training-images", "100").output();

    assertThat(output)
        .startsWith("Backend ")
        .containsPattern("(?m)^no penalty +\\d")
        .containsPattern("(?m)^Hessian trace +\\d")
        .contains("8 penalised steps of the last seed", "iteration 7: quadratic form ")
        .doesNotContain("iteration 2: ");
  }

  @Tag("slow")
  @Test
  void showsNoHistoryOfPlainSteps() {
    String output =
        run("--seeds", "1", "--epochs", "1", "--training-images", "100", "--coefficient", "0")
            .output();

    assertThat(output).contains("0 penalised steps");
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "--epochs, 0, give a number from 1 to",
    "--label-noise, 2, give a share from 0 to 1",
    "--optoin, 1, Unknown option",
  })
  void refusesWhatItCannotUse(String option, String value, String fix) {
    assertThat(run(option, value).complaint()).contains(option, fix, "--help");
  }

  private static ConsoleRun run(String... args) {
    return ConsoleRun.of(new OptionExample(), args);
  }
}

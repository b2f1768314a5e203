package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LeNetExampleTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Tag("slow")
  @Test
  void trainsWithAndWithoutThePenalty() {
    assertThat(run("--seeds", "1", "--epochs", "1", "--training-images", "100")).isZero();

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("test accuracy (%)")
        .containsPattern("(?m)^no penalty +\\d")
        .containsPattern("(?m)^Hessian trace +\\d")
        .doesNotContain("NaN");
  }

  @Tag("slow")
  @Test
  void answersBadInputWithOneLine() {
    assertThat(run("--coefficient", "-1")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().strip())
        .isEqualTo("error: --coefficient is -1.0: give a finite number of 0 or more (try --help)");
  }

  private int run(String... args) {
    return Launcher.run(
        new LeNetExample(), new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}

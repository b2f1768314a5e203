package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  @Test
  void givesMeanAndDeviationOverTheSeedsAndTheMedianOfAllSteps() {
    List<String> lines =
        lines(
            OptionalDouble.empty(),
            List.of(run(Method.NONE, 0.95, 8.0), run(Method.NONE, 0.97, 12.0)));

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains("method", "coefficient", "test accuracy (%)", "training loss", "tr H", "ms/step");
    assertThat(lines.get(1)).startsWith("no penalty");
    assertThat(lines.get(1))
        .contains("96.00 ± 1.41", "0.2500 ± 0.0000", "10.0 ± 2.8")
        .endsWith("2.0");
  }

  @Test
  void leavesTheDeviationOutForASingleSeed() {
    List<String> lines = lines(OptionalDouble.empty(), List.of(run(Method.SEHT_H, 0.95, 8.0)));

    assertThat(lines.get(1)).contains("95.00").doesNotContain("±");
  }

  @Test
  void showsTheCoefficientThatWasUsed() {
    List<RunResult> runs = List.of(run(Method.SEHT_D, 0.95, 8.0), run(Method.NONE, 0.95, 8.0));
    List<String> lines = lines(OptionalDouble.of(0.25), runs);

    assertThat(lines.get(1)).startsWith("no penalty").doesNotContain("0.25 ");
    assertThat(lines.get(2)).startsWith("SEHT-D").contains(" 0.25 ");
  }

  @Test
  void keepsItsColumnsAligned() {
    List<String> lines =
        lines(
            OptionalDouble.empty(),
            List.of(run(Method.SEHT_D, 1.0, -12345.6), run(Method.GAUSS_NEWTON, 0.1, Double.NaN)));

    assertThat(lines).extracting(String::length).containsOnly(lines.get(0).length());
  }

  private static List<String> lines(OptionalDouble coefficient, List<RunResult> runs) {
    return List.of(new ResultTable(coefficient).format(runs).split("\\R"));
  }

  private static RunResult run(Method method, double accuracy, double trace) {
    return new RunResult(method, accuracy, 0.25, List.of(1.0, trace), List.of(1.0, 2.0, 3.0));
  }
}

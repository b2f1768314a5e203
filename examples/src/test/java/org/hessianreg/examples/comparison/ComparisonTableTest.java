package org.hessianreg.examples.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables and charts of made-up results. */
class ComparisonTableTest {

  private static final Setting SETTING = new Setting(Architecture.MLP, 1000, 30);

  @TempDir private Path folder;

  private static List<Outcome> runs(Method method, double strength, double... accuracies) {
    List<Outcome> runs = new ArrayList<>();
    for (double accuracy : accuracies) {
      Task task = new Task(Task.Stage.FINAL, SETTING, method, strength, runs.size() + 1, 600, 2000);
      runs.add(new Outcome(task, accuracy, 0.875, 31.25, 4.5, accuracy < 0.2));
    }
    return runs;
  }

  private static MethodResult result(Method method, double strength, double... accuracies) {
    List<Outcome> search = new ArrayList<>();
    method.strengths().forEach(s -> search.addAll(runs(method, s, 0.5)));
    List<Outcome> plain = runs(Method.NONE, 0, 0.60, 0.61, 0.62).subList(0, accuracies.length);
    return MethodResult.of(method, strength, search, runs(method, strength, accuracies), plain);
  }

  private static SettingResult results() {
    return new SettingResult(
        SETTING,
        List.of(
            result(Method.NONE, 0, 0.60, 0.61, 0.62),
            result(Method.L2, 1e-4, 0.60, 0.62, 0.64),
            result(Method.BLOCKS, 3e-3, 0.70, 0.71, 0.72),
            result(Method.SEHT_H, 1e-2, 0.10, 0.11, 0.10)));
  }

  @Test
  void rowsHoldMeanDeviationIntervalDifferenceAndMark() {
    assertThat(ComparisonTable.format(results()))
        .startsWith("MLP, 1,000 images, 30 % wrong labels")
        .containsPattern("none +61.00 ± 1.00 +58.52 to 63.48 +87.5 ± 0.0 +31.3 ± 0.0 +4.5\\R")
        .containsPattern("L2 +0.0001 +62.00 ± 2.00 +57.03 to 66.97 +\\+1.00 ± 2.48 +87.5")
        .containsPattern("block probes +0.003 +71.00 ± 1.00 +68.52 to 73.48 +\\+ +\\+10.00 ± 0.00 ")
        .containsPattern(
            "SEHT-H +0.01 +10.33 ± 0.58 +\\S+ to \\S+ +- .*4.5   \\(3 of 3 diverged\\)");
  }

  @Test
  void aSingleRunHasNeitherSpreadNorMark() {
    SettingResult single =
        new SettingResult(
            SETTING, List.of(result(Method.NONE, 0, 0.6), result(Method.BLOCKS, 3e-3, 0.7)));
    assertThat(ComparisonTable.format(single))
        .containsPattern("block probes +0.003 +70.00 +\\+10.00 +87.5 +31.3 +4.5")
        .doesNotContain("NaN", "±");
  }

  @Test
  void withoutNoneNothingIsMarked() {
    SettingResult alone =
        new SettingResult(
            SETTING,
            List.of(
                MethodResult.of(
                    Method.L2, 1e-4, List.of(), runs(Method.L2, 1e-4, 0.1, 0.2), List.of())));
    assertThat(ComparisonTable.format(alone)).containsPattern("L2 +0.0001").doesNotContain("NaN");
  }

  @Test
  void chartsArePngs() throws IOException {
    List<Path> files = ComparisonCharts.write(results(), folder);
    assertThat(files)
        .containsExactly(
            folder.resolve("accuracy-mlp-1000-30.png"), folder.resolve("strength-mlp-1000-30.png"));
    for (Path file : files) {
      assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1000);
    }
  }
}

package org.hessianreg.examples.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hessianreg.examples.internal.Json;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;

class TrialTest {

  @TempDir private static Path folder;

  private static FashionMnist files() throws IOException {
    return new FashionMnist(ImageFolder.write(folder.resolve("images"), 200, 50));
  }

  private static Task task(Task.Stage stage, Architecture network, Method method, double strength) {
    return new Task(stage, new Setting(network, 100, 30), method, strength, 3, 12, 60);
  }

  private static double strongest(Method method) {
    List<Double> strengths = method.strengths();
    return strengths.isEmpty() ? 0 : strengths.get(strengths.size() - 1);
  }

  /** All but the time. */
  private static List<Object> figures(Outcome outcome) {
    return List.of(
        outcome.accuracy(), outcome.trainingAccuracy(), outcome.trace(), outcome.diverged());
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Method.class)
  void everyMethodRepeatsBitForBitAndMakesADifference(Method method) throws IOException {
    Trial trial = new Trial(files());
    for (Architecture network : Architecture.values()) {
      Task task = task(Task.Stage.FINAL, network, method, strongest(method));
      Outcome first = trial.run(task);
      Outcome plain = trial.run(task(Task.Stage.FINAL, network, Method.NONE, 0));
      Nd4j.getRandom().setSeed(12_345);
      Outcome second = new Trial(files()).run(task);
      assertThat(figures(second)).isEqualTo(figures(first));
      if (method != Method.NONE) {
        assertThat(first.trace()).as("%s changes %s", method, network).isNotEqualTo(plain.trace());
      }
    }
  }

  @Tag("slow")
  @Test
  void aSearchRepeatsBitForBitToo() throws IOException {
    Setting setting = new Setting(Architecture.MLP, 100, 30);
    Grid grid = new Grid(List.of(setting), List.of(Method.SEHT_H), 1, 12, 60);
    Task task = grid.search(setting, Method.SEHT_H, 1e-3);
    Task asFinal = new Task(Task.Stage.FINAL, setting, task.method(), 1e-3, task.seed(), 12, 60);
    Trial trial = new Trial(files());
    assertThat(trial.run(task).accuracy()).isEqualTo(trial.run(task).accuracy());
    assertThat(figures(trial.run(asFinal))).isEqualTo(figures(trial.run(asFinal)));
  }

  @Tag("slow")
  @Test
  void learns() throws IOException {
    Setting clean = new Setting(Architecture.MLP, 100, 0);
    Task task = new Task(Task.Stage.FINAL, clean, Method.NONE, 0, 1, 60, 60);
    Outcome outcome = new Trial(files()).run(task);
    assertThat(outcome.accuracy()).isGreaterThan(0.9);
    assertThat(outcome.trainingAccuracy()).isGreaterThan(0.9);
    assertThat(outcome.stepMillis()).isPositive();
    assertThat(outcome.diverged()).isFalse();
  }

  @Tag("slow")
  @Test
  void aSearchNeverReadsTheTestFiles() throws IOException {
    Path withoutTest = ImageFolder.write(folder.resolve("without-test"), 200, 50);
    Files.delete(withoutTest.resolve(ImageFolder.TEST_IMAGES));
    Files.delete(withoutTest.resolve(ImageFolder.TEST_LABELS));
    Trial trial = new Trial(new FashionMnist(withoutTest));
    Task search = task(Task.Stage.SEARCH, Architecture.MLP, Method.BLOCKS, 1e-3);
    assertThat(trial.run(search).accuracy()).isBetween(0.0, 1.0);
    Task last = task(Task.Stage.FINAL, Architecture.MLP, Method.BLOCKS, 1e-3);
    assertThatThrownBy(() -> trial.run(last)).isInstanceOf(HessianTraceException.class);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(names = {"L2", "SEHT_H", "SAM"})
  void aRunThatExplodesIsReportedAsSuch(Method method) throws IOException {
    Outcome outcome =
        new Trial(files()).run(task(Task.Stage.FINAL, Architecture.MLP, method, 1e12));
    assertThat(outcome.diverged()).isTrue();
    assertThat(outcome.accuracy()).isBetween(0.0, 1.0);
    assertThat(Json.read(Json.line(outcome), Outcome.class).diverged()).isTrue();
  }
}

package org.hessianreg.examples.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Setting SETTING = new Setting(Architecture.MLP, 1000, 30);
  private static final List<Method> METHODS =
      List.of(Method.NONE, Method.LABEL_SMOOTHING, Method.BLOCKS);

  private final List<Task> tasks = new ArrayList<>();

  /** Runs nothing: the accuracy on the validation split is given, that on the test is the seed. */
  private SettingResult compare(Map<Double, Double> validation) throws IOException {
    Grid grid = new Grid(List.of(SETTING), METHODS, 3, 600, 2000);
    Runner runner =
        wanted -> {
          tasks.addAll(wanted);
          return wanted.stream()
              .map(task -> outcome(task, validation))
              .collect(Collectors.toList());
        };
    SettingResult result = new Comparison(grid, runner).run(SETTING);
    assertThat(tasks).hasSize(grid.runs());
    return result;
  }

  private static Outcome outcome(Task task, Map<Double, Double> validation) {
    boolean search = task.stage() == Task.Stage.SEARCH;
    double bonus = task.method() == Method.BLOCKS ? 0.25 : 0;
    double accuracy =
        search ? validation.getOrDefault(task.strength(), 0.5) : 0.125 * task.seed() + bonus;
    return new Outcome(task, accuracy, 1, 10.0 * task.seed(), task.seed(), false);
  }

  @Test
  void theBestStrengthOfEachMethodIsUsedForAllItsFinalRuns() throws IOException {
    SettingResult result = compare(Map.of(0.2, 0.7, 1e-3, 0.6));
    assertThat(strengths(result)).containsExactly(0.0, 0.2, 1e-3);
    assertThat(tasks.stream().filter(task -> task.stage() == Task.Stage.FINAL))
        .allSatisfy(
            task ->
                assertThat(task.strength())
                    .isEqualTo(strengths(result).get(METHODS.indexOf(task.method()))));
  }

  private static List<Double> strengths(SettingResult result) {
    return result.methods().stream().map(MethodResult::strength).collect(Collectors.toList());
  }

  @Test
  void ofEquallyGoodStrengthsTheWeakestIsUsed() throws IOException {
    assertThat(strengths(compare(Map.of()))).containsExactly(0.0, 0.05, 3e-4);
  }

  @Test
  void finalRunsHaveSeedsThatNothingWasChosenBy() throws IOException {
    compare(Map.of());
    Set<Long> search = seeds(Task.Stage.SEARCH);
    Set<Long> last = seeds(Task.Stage.FINAL);
    assertThat(last).containsExactlyInAnyOrder(1L, 2L, 3L).doesNotContainAnyElementsOf(search);
  }

  private Set<Long> seeds(Task.Stage stage) {
    return tasks.stream()
        .filter(task -> task.stage() == stage)
        .map(Task::seed)
        .collect(Collectors.toSet());
  }

  @Test
  void everyMethodHasTheSameNumberOfStrengthsFromWeakToStrong() {
    Set<Integer> counts = new HashSet<>();
    for (Method method : Method.values()) {
      if (method != Method.NONE) {
        assertThat(method.strengths()).isSorted().doesNotHaveDuplicates();
        counts.add(method.strengths().size());
      }
    }
    assertThat(counts).hasSize(1);
  }

  @Test
  void sumsUpTheFinalRuns() throws IOException {
    SettingResult result = compare(Map.of());
    MethodResult blocks = result.methods().get(2);
    assertThat(blocks.accuracy().mean()).isEqualTo(0.5);
    assertThat(blocks.accuracy().deviation()).isEqualTo(0.125);
    assertThat(blocks.difference().mean()).isEqualTo(0.25);
    assertThat(blocks.difference().halfWidth()).isZero();
    assertThat(blocks.trace().mean()).isEqualTo(20);
    assertThat(blocks.stepMillis()).isEqualTo(2);
    assertThat(blocks.search()).hasSize(4);
    assertThat(result.methods().get(0).difference()).isNull();
  }
}

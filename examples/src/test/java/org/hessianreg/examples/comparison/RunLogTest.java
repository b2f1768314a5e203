package org.hessianreg.examples.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.hessianreg.examples.internal.Json;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLogTest {

  @TempDir private Path folder;

  private static Task task(Method method, long seed) {
    Setting setting = new Setting(Architecture.CNN, 1000, 30);
    return new Task(Task.Stage.FINAL, setting, method, 0.003, seed, 600, 2000);
  }

  private static Outcome outcome(Task task) {
    return new Outcome(task, 0.7 + 0.1 / 3, 1, null, 2.5, true);
  }

  private Path file() {
    return folder.resolve(RunLog.FILE);
  }

  @Test
  void whatWasLoggedIsFoundAgain() throws IOException {
    RunLog log = RunLog.open(folder);
    log.add(outcome(task(Method.BLOCKS, 1)));
    log.add(outcome(task(Method.BLOCKS, 2)));
    for (RunLog opened : new RunLog[] {log, RunLog.open(folder)}) {
      Outcome found = opened.find(task(Method.BLOCKS, 2)).orElseThrow();
      assertThat(Json.line(found)).isEqualTo(Json.line(outcome(task(Method.BLOCKS, 2))));
      assertThat(found.trace()).isNaN();
      assertThat(opened.find(task(Method.BLOCKS, 3))).isEmpty();
      assertThat(opened.find(task(Method.SEHT_H, 2))).isEmpty();
    }
  }

  @Test
  void aLineThatWasCutOffIsRunAgain() throws IOException {
    RunLog log = RunLog.open(folder);
    log.add(outcome(task(Method.BLOCKS, 1)));
    String half = Json.line(outcome(task(Method.BLOCKS, 2))).substring(0, 40);
    Files.writeString(file(), half, StandardOpenOption.APPEND);
    RunLog opened = RunLog.open(folder);
    assertThat(opened.find(task(Method.BLOCKS, 1))).isPresent();
    assertThat(opened.find(task(Method.BLOCKS, 2))).isEmpty();
    opened.add(outcome(task(Method.BLOCKS, 2)));
    assertThat(RunLog.open(folder).find(task(Method.BLOCKS, 2))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "{}", "[]", "{\"task\":{}}"})
  void anyOtherLineThatIsNoOutcomeIsAMistake(String line) throws IOException {
    RunLog.open(folder).add(outcome(task(Method.BLOCKS, 1)));
    Files.writeString(file(), line + "\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> RunLog.open(folder))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("Line 2", file().toString(), "--output");
  }
}

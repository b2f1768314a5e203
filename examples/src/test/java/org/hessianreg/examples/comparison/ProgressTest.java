package org.hessianreg.examples.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  @Test
  void countsAndEstimatesFromWhatWasComputed() {
    StringWriter out = new StringWriter();
    AtomicLong clock = new AtomicLong(5);
    Progress progress = new Progress(new PrintWriter(out, true), 10, clock::get);
    progress.reused();
    progress.reused();
    clock.addAndGet(100_000_000_000L);
    Setting setting = new Setting(Architecture.CNN, 5000, 0);
    Task task = new Task(Task.Stage.SEARCH, setting, Method.SEHT_H, 0.003, 9, 600, 2000);
    progress.done(new Outcome(task, 0.8125, 1, null, 3, false));
    assertThat(out.toString().strip())
        .isEqualTo(
            "[3/10] cnn-5000-0, seht-h 0.003, seed 9: validation 81.25 %; 0:01:40 elapsed,"
                + " about 0:11:40 left");
  }
}

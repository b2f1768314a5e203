package org.hessianreg.examples.internal;

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
    progress.done("the third: right");
    assertThat(out.toString().strip())
        .isEqualTo("[3/10] the third: right; 0:01:40 elapsed, about 0:11:40 left");
  }
}

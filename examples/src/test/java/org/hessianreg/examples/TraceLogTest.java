package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TraceLogTest {

  @Test
  void asksForTheTraceWhereItIsDueOnly() {
    StringWriter text = new StringWriter();
    TraceLog log = new TraceLog(2, new PrintWriter(text));

    log.iterationDone(0, 0, 1.5, () -> 10.0);
    log.iterationDone(0, 1, 1.25, () -> Double.NaN);
    log.iterationDone(1, 2, 1.0, () -> -3.0);

    assertThat(log.traces()).containsExactly(entry(0, 10.0), entry(2, -3.0));
    assertThat(text.toString().lines())
        .containsExactly(
            "epoch  0, iteration    0: loss  1.5000, tr H     10.0",
            "epoch  1, iteration    2: loss  1.0000, tr H     -3.0");
  }
}

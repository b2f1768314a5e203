package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;

/** An example that was run with a command line, and what it printed. */
final class ConsoleRun {

  private final int exitCode;
  private final String out;
  private final String err;

  private ConsoleRun(int exitCode, String out, String err) {
    this.exitCode = exitCode;
    this.out = out;
    this.err = err;
  }

  static ConsoleRun of(Callable<Integer> example, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Launcher.run(example, new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new ConsoleRun(exitCode, out.toString(), err.toString());
  }

  /** It ran to its end; returns what it printed. */
  String output() {
    assertThat(err).isEmpty();
    assertThat(exitCode).isZero();
    assertThat(out).doesNotContain("NaN");
    return out;
  }

  /** It refused its input with one line, and did nothing; returns the line. */
  String complaint() {
    assertThat(out).isEmpty();
    assertThat(exitCode).isEqualTo(2);
    assertThat(err.strip().lines()).hasSize(1);
    assertThat(err).startsWith("error: ");
    return err.strip();
  }
}

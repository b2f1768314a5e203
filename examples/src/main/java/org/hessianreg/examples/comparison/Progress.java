package org.hessianreg.examples.comparison;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A line for each run: how many are done, what the last one came to, and how long the rest takes.
 */
final class Progress {

  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final int total;
  private final LongSupplier clock;
  private final long start;
  private int reused;
  private int computed;

  /**
   * @param total number of runs
   * @param clock nanoseconds
   */
  Progress(PrintWriter out, int total, LongSupplier clock) {
    this.out = out;
    this.total = total;
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  /** A run was in the log already. */
  void reused() {
    reused++;
  }

  /** A run has ended. */
  void done(Outcome outcome) {
    computed++;
    double elapsed = (clock.getAsLong() - start) / NANOS;
    int left = total - reused - computed;
    out.printf(
        Locale.ROOT,
        "[%d/%d] %s: %s %.2f %%%s; %s elapsed, about %s left%n",
        reused + computed,
        total,
        outcome.task(),
        outcome.task().stage() == Task.Stage.FINAL ? "test" : "validation",
        100 * outcome.accuracy(),
        outcome.diverged() ? " (diverged)" : "",
        time(elapsed),
        time(elapsed / computed * left));
    out.flush();
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}

package org.hessianreg.examples.internal;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * A line for each task: how many are done, what the last one came to, and how long the rest takes.
 */
public final class Progress {

  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final int total;
  private final LongSupplier clock;
  private final long start;
  private int reused;
  private int computed;

  /**
   * Starts the clock.
   *
   * @param out where the lines go
   * @param total number of tasks
   * @param clock nanoseconds
   */
  public Progress(PrintWriter out, int total, LongSupplier clock) {
    this.out = out;
    this.total = total;
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  /** A task need not be done: its result is there already. */
  public void reused() {
    reused++;
  }

  /**
   * A task has ended.
   *
   * @param result what it was, and what it came to
   */
  public void done(String result) {
    computed++;
    double elapsed = (clock.getAsLong() - start) / NANOS;
    int left = total - reused - computed;
    out.printf(
        Locale.ROOT,
        "[%d/%d] %s; %s elapsed, about %s left%n",
        reused + computed,
        total,
        result,
        time(elapsed),
        time(elapsed / computed * left));
    out.flush();
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}

package org.hessianreg.samediff.internal.training;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports how far the building of a plan has come, once it takes long. */
public final class BuildProgress {

  private static final Logger LOG = LoggerFactory.getLogger(BuildProgress.class);

  /** Of silence, which nobody takes for a hang. */
  private static final long QUIET_MILLIS = 3000;

  private final LongSupplier clock;
  private final Consumer<String> log;
  private final long start;

  /**
   * Starts to measure.
   *
   * @param clock the time in milliseconds
   * @param log takes each report
   */
  public BuildProgress(LongSupplier clock, Consumer<String> log) {
    this.clock = clock;
    this.log = log;
    this.start = clock.getAsLong();
  }

  /**
   * Starts to measure, and reports to the log.
   *
   * @return the progress
   */
  public static BuildProgress logged() {
    return new BuildProgress(() -> System.nanoTime() / 1_000_000, LOG::info);
  }

  /**
   * Reports that a part is done, unless all is quick.
   *
   * @param what a clause
   */
  public void done(String what) {
    long millis = clock.getAsLong() - start;
    if (millis > QUIET_MILLIS) {
      log.accept(
          String.format(
              "First step with a penalty for a new shape of minibatch: %s, after %.1f s.",
              what, millis / 1000.0));
    }
  }
}

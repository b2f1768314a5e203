package org.hessianreg.samediff.internal.probes;

import org.hessianreg.samediff.HessianTraceException;

/**
 * Seeds for workers that train copies of one model at the same time: their probes are independent,
 * so that the variance of the averaged penalty falls with the number of workers.
 */
public final class WorkerSeed {

  private static final long WORKERS = Seeds.of("worker");

  private WorkerSeed() {}

  /**
   * The seed of a worker's probes, a function of seed and worker alone. That of worker 0 is the
   * seed itself: one worker draws what training without workers draws. That of worker {@code w > 0}
   * is SplitMix64's hash of seed, {@code "worker"} and {@code w}.
   *
   * @param seed the seed of the training
   * @param worker the worker's number, at least 0
   * @return the seed of the worker
   * @throws HessianTraceException if the number is negative
   */
  public static long of(long seed, int worker) {
    if (worker < 0) {
      throw new HessianTraceException(
          String.format("Worker is %d, expected at least 0.", worker),
          "number the workers from 0.");
    }
    return worker == 0 ? seed : Seeds.of(seed, WORKERS, worker);
  }

  /**
   * The seed of what else a worker draws from an iteration on, dropout of layers for instance: a
   * function of its arguments alone.
   *
   * @param seed any number
   * @param worker the worker's number, at least 0
   * @param iteration the iteration, at least 0
   * @return the seed
   */
  public static long of(long seed, int worker, int iteration) {
    return Seeds.of(seed, WORKERS, worker, iteration);
  }
}

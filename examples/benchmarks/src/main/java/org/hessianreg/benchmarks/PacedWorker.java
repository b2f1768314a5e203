package org.hessianreg.benchmarks;

import java.io.IOException;

/** A worker that knows how long its steps take, so that its slices last as long as they should. */
final class PacedWorker {

  /** After this the JIT compiler has seen all that a step does often enough. */
  private static final double WARM_UP_SECONDS = 3.0;

  private final WorkerProcess worker;
  private final SliceLength length;
  private double stepMillis;

  private PacedWorker(WorkerProcess worker, SliceLength length) {
    this.worker = worker;
    this.length = length;
  }

  /** Trains until the times have settled; where a step takes seconds, no more than a few. */
  static PacedWorker warm(WorkerProcess worker, SliceLength length) throws IOException {
    PacedWorker paced = new PacedWorker(worker, length);
    long start = System.nanoTime();
    int steps = 1;
    do {
      paced.stepMillis = new Slice(worker.steps(steps)).mean();
      steps = SliceLength.any().steps(paced.stepMillis);
    } while ((System.nanoTime() - start) / 1e9 < WARM_UP_SECONDS);
    return paced;
  }

  Slice slice() throws IOException {
    return new Slice(worker.steps(length.steps(stepMillis)));
  }
}

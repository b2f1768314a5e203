package org.hessianreg.benchmarks;

import java.io.IOException;

/** A way to train a network that is measured, in whichever framework. */
interface Contender {

  /** The name in tables. */
  String label();

  /** How many steps are timed at a time. */
  SliceLength slice();

  /** Starts a worker that trains in this way. */
  WorkerProcess start() throws IOException, UnsupportedTrainingException;

  /** The peak of memory of some steps of a worker that has not trained yet. */
  long footprint(WorkerProcess worker) throws IOException;
}

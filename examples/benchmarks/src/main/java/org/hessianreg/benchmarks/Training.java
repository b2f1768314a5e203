package org.hessianreg.benchmarks;

import java.util.List;

/** A network in training on a batch that is in memory. */
interface Training {

  /**
   * The milliseconds that enabling the penalty took, and a step: the first one, in which everything
   * is built that steps execute, if nothing was trained before.
   */
  double firstStep();

  /** The milliseconds of each of some steps, as in the middle of training. */
  List<Double> steps(int count);

  /** How many ops a step executes, a penalised one if there is one; -1 if nobody counts. */
  long executedOps();

  /** Trains some steps, each after a garbage collection. */
  void collectedSteps(int count);
}

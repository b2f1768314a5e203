package org.hessianreg.examples;

import org.hessianreg.dl4j.HessianTraceRegularization;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** A kind of network whose training can be watched. */
interface WatchedModel {

  /**
   * Trains a new network, always from the same parameters.
   *
   * @param option the penalty; where its coefficient is 0 a step is a plain one
   * @param log gets the trace
   */
  void train(
      HessianTraceRegularization option, MultiDataSetIterator batches, int epochs, TraceLog log);
}

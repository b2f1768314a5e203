package org.hessianreg.examples;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Watches the Hessian's trace while a SameDiff graph trains. */
final class TraceWatcher extends BaseListener {

  private final DigitsNetwork network;
  private final TraceEstimator estimator;
  private final TraceLog log;

  /**
   * @param network the one in training
   */
  TraceWatcher(DigitsNetwork network, TraceEstimator estimator, TraceLog log) {
    this.network = network;
    this.estimator = estimator;
    this.log = log;
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void iterationDone(SameDiff sd, At at, MultiDataSet batch, Loss loss) {
    log.iterationDone(
        at.epoch(), at.iteration(), loss.getLosses()[0], () -> estimator.estimate(network));
  }
}

package org.hessianreg.examples;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Watches the Hessian's trace while a DL4J network trains. */
final class NetworkTraceWatcher extends BaseTrainingListener {

  private final NetworkTraceEstimator estimator;
  private final TraceLog log;

  NetworkTraceWatcher(NetworkTraceEstimator estimator, TraceLog log) {
    this.estimator = estimator;
    this.log = log;
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    log.iterationDone(epoch, iteration, model.score(), () -> estimator.estimate(model.params()));
  }
}

package org.hessianreg.dl4j.spark.internal;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Adds up the losses that a graph reports of its iterations, regularization included. */
final class LossSum extends BaseListener {

  private double sum;

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void iterationDone(SameDiff graph, At at, MultiDataSet minibatch, Loss loss) {
    sum += loss.totalLoss();
  }

  /** The sum since the last call. */
  double take() {
    double taken = sum;
    sum = 0.0;
    return taken;
  }
}

package org.hessianreg.examples;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SameDiff;

/** Runs an action after each epoch of training. */
final class EpochListener extends BaseListener {
  private final Runnable action;

  EpochListener(Runnable action) {
    this.action = action;
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public ListenerResponse epochEnd(SameDiff sd, At at, LossCurve losses, long millis) {
    action.run();
    return ListenerResponse.CONTINUE;
  }
}

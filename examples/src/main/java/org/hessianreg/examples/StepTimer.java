package org.hessianreg.examples;

import java.util.List;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Measures the training steps of a SameDiff graph. The first step of an epoch is left out, because
 * what happens between epochs would be part of it.
 */
final class StepTimer extends BaseListener {

  private final StepTimes times = new StepTimes();

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void epochStart(SameDiff sd, At at) {
    times.pause();
  }

  @Override
  public void iterationDone(SameDiff sd, At at, MultiDataSet batch, Loss loss) {
    times.step();
  }

  /** Milliseconds of the timed steps. */
  List<Double> millis() {
    return times.millis();
  }
}

package org.hessianreg.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Times the steps of one call of {@code fit}. A step lasts from the end of the one before, so that
 * drawing probes counts. It watches no ops: a listener that does keeps them in SameDiff's session.
 */
final class StepClock extends BaseListener {

  private final List<Double> millis = new ArrayList<>();
  private long last;

  /** To be called right before {@code fit}. */
  void start() {
    millis.clear();
    last = DeviceQueue.nanosWhenDone();
  }

  /** The milliseconds of each step. */
  List<Double> millis() {
    return List.copyOf(millis);
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void iterationDone(SameDiff sd, At at, MultiDataSet data, Loss loss) {
    long now = DeviceQueue.nanosWhenDone();
    millis.add((now - last) / 1e6);
    last = now;
  }
}

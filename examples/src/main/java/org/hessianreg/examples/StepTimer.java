package org.hessianreg.examples;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Measures the wall time of training steps.
 *
 * <p>From the end of one step to the end of the next, so that the work other listeners do before a
 * step (drawing probes) counts as well. The first step of an epoch is left out, because what
 * happens between epochs would be part of it.
 */
final class StepTimer extends BaseListener {
  /** Steps until the JIT compiler and the memory caches have settled. */
  private static final int WARM_UP = 10;

  private final List<Double> millis = new ArrayList<>();
  private long previous;

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void epochStart(SameDiff sd, At at) {
    previous = 0;
  }

  @Override
  public void iterationDone(SameDiff sd, At at, MultiDataSet batch, Loss loss) {
    long now = System.nanoTime();
    if (previous != 0) {
      millis.add((now - previous) / 1e6);
    }
    previous = now;
  }

  /** Milliseconds of the timed steps, in order, without the warm-up where there are enough. */
  List<Double> millis() {
    return List.copyOf(millis.subList(Math.min(WARM_UP, millis.size() / 2), millis.size()));
  }
}

package org.hessianreg.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Times the steps of one call of {@code fit} and counts the ops that they execute. A step lasts
 * from the end of the one before, so that drawing probes counts.
 */
final class StepClock extends BaseListener {

  private final List<Double> millis = new ArrayList<>();
  private final List<Integer> executed = new ArrayList<>();
  private long last;
  private int executing;

  /** To be called right before {@code fit}. */
  void start() {
    millis.clear();
    executed.clear();
    executing = 0;
    last = DeviceQueue.nanosWhenDone();
  }

  /** The milliseconds of each step. */
  List<Double> millis() {
    return List.copyOf(millis);
  }

  /** The number of ops of each step. */
  List<Integer> executed() {
    return List.copyOf(executed);
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void opExecution(
      SameDiff sd, At at, MultiDataSet data, SameDiffOp op, OpContext context, INDArray[] outputs) {
    executing++;
  }

  @Override
  public void iterationDone(SameDiff sd, At at, MultiDataSet data, Loss loss) {
    long now = DeviceQueue.nanosWhenDone();
    millis.add((now - last) / 1e6);
    last = now;
    executed.add(executing);
    executing = 0;
  }
}

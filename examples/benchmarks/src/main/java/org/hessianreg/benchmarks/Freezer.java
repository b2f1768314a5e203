package org.hessianreg.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Keeps parameters where they are: SameDiff subtracts the very array that it shows its listeners
 * before, and finds zeros in it. What was there is kept for a reader.
 */
final class Freezer extends BaseListener {

  private final Map<String, Integer> offsets = new HashMap<>();
  private final float[] gradient;
  private final List<Double> millis = new ArrayList<>();
  private GradientReader reader;
  private long last;
  private long spent;

  Freezer(List<SDVariable> parameters) {
    int length = 0;
    for (SDVariable parameter : parameters) {
      offsets.put(parameter.name(), length);
      length += Math.toIntExact(parameter.getArr().length());
    }
    gradient = new float[length];
  }

  /** To be called right before {@code fit}. */
  void start(GradientReader next) {
    reader = next;
    millis.clear();
    spent = 0;
    last = DeviceQueue.nanosWhenDone();
  }

  /** The milliseconds of each step, without those that were spent in here. */
  List<Double> millis() {
    return List.copyOf(millis);
  }

  /** The gradient of the last step, all parameters in a row. */
  float[] gradient() {
    return gradient.clone();
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void preUpdate(SameDiff sd, At at, Variable parameter, INDArray update) {
    long start = DeviceQueue.nanosWhenDone();
    float[] values = update.dup('c').data().asFloat();
    System.arraycopy(values, 0, gradient, offsets.get(parameter.getName()), values.length);
    update.assign(0.0);
    spent += DeviceQueue.nanosWhenDone() - start;
  }

  @Override
  public void iterationDone(SameDiff sd, At at, MultiDataSet data, Loss loss) {
    millis.add((DeviceQueue.nanosWhenDone() - last - spent) / 1e6);
    reader.read(gradient);
    spent = 0;
    last = DeviceQueue.nanosWhenDone();
  }
}

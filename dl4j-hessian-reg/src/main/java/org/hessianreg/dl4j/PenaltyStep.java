package org.hessianreg.dl4j;

import java.util.function.Supplier;
import org.hessianreg.samediff.graph.HessianGraphException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One iteration of training, from its start to its end: what is known of the penalty. */
final class PenaltyStep {

  private final int iteration;
  private final double coefficient;
  private final double scale;
  private final Supplier<String> diagnosis;
  private INDArray sum;
  private INDArray gradientScale;
  private int operations;
  private boolean taken;
  private boolean checked;

  private PenaltyStep(int iteration, double coefficient, double scale, Supplier<String> diagnosis) {
    this.iteration = iteration;
    this.coefficient = coefficient;
    this.scale = scale;
    this.diagnosis = diagnosis;
  }

  /** An iteration without a penalty. */
  static PenaltyStep plain(int iteration) {
    return new PenaltyStep(iteration, 0.0, 0.0, () -> "");
  }

  /**
   * An iteration with one.
   *
   * @param scale what the sum of the quadratic forms is multiplied with to estimate the trace
   * @param diagnosis names the parameter with the largest gradient, if the penalty is not finite
   */
  static PenaltyStep penalised(
      int iteration, double coefficient, double scale, Supplier<String> diagnosis) {
    return new PenaltyStep(iteration, coefficient, scale, diagnosis);
  }

  boolean isPenalised() {
    return coefficient > 0.0;
  }

  int iteration() {
    return iteration;
  }

  /** Keeps the sum of the quadratic forms; it is read when it is asked for. */
  void computed(INDArray value, int executed) {
    if (value.length() != 1) {
      throw new HessianGraphException(
          "The loss has " + value.length() + " elements, expected a scalar.",
          "reduce it, for instance with loss.mean().");
    }
    sum = value.dup();
    operations = executed;
  }

  /** Keeps what the gradient of the penalty was multiplied with; it is read when asked for. */
  void scaled(INDArray value) {
    gradientScale = value.dup();
  }

  private double gradientScale() {
    return gradientScale == null ? 1.0 : gradientScale.getDouble(0);
  }

  double quadraticForm() {
    return sum == null ? 0.0 : sum.getDouble(0) * scale;
  }

  double penalty() {
    return coefficient * quadraticForm();
  }

  PenaltyRecord record() {
    return new PenaltyRecord(iteration, quadraticForm(), penalty(), gradientScale(), operations);
  }

  double takePenalty() {
    if (taken) {
      return 0.0;
    }
    taken = true;
    return penalty();
  }

  void requireFinite() {
    if (checked) {
      return;
    }
    checked = true;
    double penalty = penalty();
    if (Double.isNaN(penalty) || Double.isInfinite(penalty)) {
      throw new HessianGraphException(
          String.format(
              "The penalty is %s in iteration %d (coefficient %s)%s; no parameter was changed in"
                  + " it.",
              penalty, iteration, coefficient, diagnosis.get()),
          "use a smaller coefficient, clip gradients, or a lower learning rate.");
    }
  }
}

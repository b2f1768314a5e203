package org.hessianreg.dl4j;

import java.util.List;
import java.util.function.Supplier;
import org.hessianreg.dl4j.mirror.Objection;
import org.hessianreg.samediff.graph.HessianGraphException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One iteration of training, from its start to its end: what is known of the penalty. */
final class PenaltyStep {

  private final int iteration;
  private final double coefficient;
  private final double scale;
  private final Inspection inspection;
  private final Supplier<String> consequences;
  private List<Objection> objections = List.of();
  private INDArray sum;
  private INDArray gradientScale;
  private Verdict verdict;
  private double quadraticForm;
  private int operations;
  private boolean taken;

  private PenaltyStep(
      int iteration,
      double coefficient,
      double scale,
      Inspection inspection,
      Supplier<String> consequences) {
    this.iteration = iteration;
    this.coefficient = coefficient;
    this.scale = scale;
    this.inspection = inspection;
    this.consequences = consequences;
  }

  /** An iteration without a penalty. */
  static PenaltyStep plain(int iteration) {
    return new PenaltyStep(iteration, 0.0, 0.0, Inspection.AT_ONCE, () -> "");
  }

  /**
   * An iteration with one.
   *
   * @param scale what the sum of the quadratic forms is multiplied with to estimate the trace
   * @param inspection when the host looks at the penalty
   * @param consequences names the parameter with the largest gradient, and says what has become of
   *     the parameters, if the penalty is not finite
   */
  static PenaltyStep penalised(
      int iteration,
      double coefficient,
      double scale,
      Inspection inspection,
      Supplier<String> consequences) {
    return new PenaltyStep(iteration, coefficient, scale, inspection, consequences);
  }

  boolean isPenalised() {
    return coefficient > 0.0;
  }

  int iteration() {
    return iteration;
  }

  /** Takes note of what the step may have been computed from in vain. */
  void object(List<Objection> raised) {
    objections = raised;
    if (inspection == Inspection.AT_ONCE) {
      objections.forEach(Objection::require);
    }
  }

  /** Takes the sum of the quadratic forms. */
  void computed(INDArray value, int executed) {
    if (value.length() != 1) {
      throw new HessianGraphException(
          "The loss has " + value.length() + " elements, expected a scalar.",
          "reduce it, for instance with loss.mean().");
    }
    operations = executed;
    sum = value;
    if (inspection == Inspection.AT_ONCE) {
      read();
      requireFinite();
    } else {
      sum = value.dup();
      verdict = Verdict.ofFinite(sum.mul(coefficient * scale));
      for (Objection objection : objections) {
        verdict = verdict.andNone(objection.violations().sum());
      }
    }
  }

  /** Keeps what the gradient of the penalty was multiplied with; it is read when asked for. */
  void scaled(INDArray value) {
    gradientScale = value.dup();
  }

  private double gradientScale() {
    return gradientScale == null ? 1.0 : gradientScale.getDouble(0);
  }

  /** Hands a gradient over, or zeros if the step turns out to be of no use. */
  void copy(INDArray gradient, INDArray to) {
    if (verdict == null) {
      to.assign(gradient);
    } else {
      verdict.copy(gradient, to);
    }
  }

  /**
   * Adds a gradient to another one, if the step is of use.
   *
   * @param scratch gives an array of the gradient's shape and type to compute in
   */
  void add(INDArray gradient, INDArray to, Supplier<INDArray> scratch) {
    if (verdict == null) {
      to.addi(gradient);
    } else {
      INDArray usable = scratch.get();
      verdict.copy(gradient, usable);
      to.addi(usable);
    }
  }

  /**
   * Ends the iteration: looks at what has not been looked at.
   *
   * @throws HessianGraphException if the step was of no use
   */
  void settle() {
    if (verdict != null) {
      verdict = null;
      objections.forEach(Objection::require);
      objections = List.of();
      read();
      requireFinite();
    }
  }

  private void read() {
    if (sum != null) {
      quadraticForm = sum.getDouble(0) * scale;
      sum = null;
    }
  }

  private void requireFinite() {
    if (Double.isNaN(penalty()) || Double.isInfinite(penalty())) {
      throw new HessianGraphException(
          String.format(
              "The penalty is %s in iteration %d (coefficient %s)%s.",
              penalty(), iteration, coefficient, consequences.get()),
          "use a smaller coefficient, clip gradients, or a lower learning rate.");
    }
  }

  double penalty() {
    read();
    return coefficient * quadraticForm;
  }

  PenaltyRecord record() {
    read();
    return new PenaltyRecord(iteration, quadraticForm, penalty(), gradientScale(), operations);
  }

  /** The penalty at the first call, if it has been looked at, and 0 then. */
  double takePenalty() {
    if (taken || verdict != null) {
      return 0.0;
    }
    taken = true;
    return penalty();
  }
}

package org.hessianreg.dl4j;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hessianreg.dl4j.internal.mirror.Objection;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One iteration of training, from its start to its end: what is known of the penalty. */
final class PenaltyStep {

  private final int iteration;
  private final double coefficient;
  private final double scale;
  private final Inspection inspection;
  private final StepReport report;
  private List<Objection> objections = List.of();
  private INDArray sum;
  private INDArray watch;
  private Map<String, INDArray> gradients = Map.of();
  private INDArray gradientScale;
  private Verdict verdict;
  private double quadraticForm;
  private int operations;
  private boolean taken;

  private PenaltyStep(
      int iteration, double coefficient, double scale, Inspection inspection, StepReport report) {
    this.iteration = iteration;
    this.coefficient = coefficient;
    this.scale = scale;
    this.inspection = inspection;
    this.report = report;
  }

  /** An iteration without a penalty. */
  static PenaltyStep plain(int iteration) {
    return new PenaltyStep(iteration, 0.0, 0.0, Inspection.AT_ONCE, StepReport.NONE);
  }

  /**
   * An iteration with one.
   *
   * @param scale what the sum of the quadratic forms is multiplied with to estimate the trace
   * @param inspection when the host looks at the penalty
   * @param report explains a penalty or a gradient that is not finite
   */
  static PenaltyStep penalised(
      int iteration, double coefficient, double scale, Inspection inspection, StepReport report) {
    return new PenaltyStep(iteration, coefficient, scale, inspection, report);
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

  /**
   * Takes what has been computed, before any of it is handed over.
   *
   * @param value the sum of the quadratic forms
   * @param watched a scalar that is finite if and only if the gradients are
   * @param computed the gradients by the parameters' names, to be read until the step is settled
   * @param executed how many ops it took
   */
  void computed(INDArray value, INDArray watched, Map<String, INDArray> computed, int executed) {
    if (value.length() != 1) {
      throw new HessianTraceException(
          "The loss has " + value.length() + " elements, expected a scalar.",
          "reduce it, for instance with loss.mean().");
    }
    operations = executed;
    sum = value;
    watch = watched;
    gradients = computed;
    if (inspection == Inspection.AT_ONCE) {
      read();
      requireFinite();
    } else {
      sum = value.dup();
      watch = watched.dup();
      verdict = Verdict.ofFinite(sum.mul(coefficient * scale)).andFinite(watch);
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
   * @throws HessianTraceException if the step was of no use
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
    boolean gradientsFinite = watch == null || Double.isFinite(watch.getDouble(0));
    boolean finite = Double.isFinite(penalty());
    Map<String, INDArray> computed = gradients;
    watch = null;
    gradients = Map.of();
    if (!finite) {
      String what = String.format("The penalty is %s", penalty());
      throw Double.isFinite(quadraticForm)
          ? report.overflow(what, iteration, coefficient)
          : report.notFinite(what, iteration, coefficient);
    }
    if (!gradientsFinite) {
      String where = GradientWatch.describe(computed);
      String what = "The gradient of the penalised loss is not finite for ";
      throw where.isEmpty()
          ? report.overflow("The gradient of the penalised loss overflows", iteration, coefficient)
          : report.notFinite(what + where, iteration, coefficient);
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

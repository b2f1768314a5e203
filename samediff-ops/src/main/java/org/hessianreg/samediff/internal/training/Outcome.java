package org.hessianreg.samediff.internal.training;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a step has computed of the penalty, for the host to look at: now, or when the iteration is
 * over. Immutable.
 */
final class Outcome {

  /** Of a step that draws no probe, or has none to draw. */
  static final Outcome NOTHING =
      new Outcome(
          new Reading(0.0), new Reading(1.0), new Reading(0.0), Map.of(), Optional.empty(), 0);

  private final Reading sum;
  private final Reading scale;
  private final Reading watch;
  private final Map<String, INDArray> gradients;
  private final Optional<Verdict> verdict;
  private final int operations;

  private Outcome(
      Reading sum,
      Reading scale,
      Reading watch,
      Map<String, INDArray> gradients,
      Optional<Verdict> verdict,
      int operations) {
    this.sum = sum;
    this.scale = scale;
    this.watch = watch;
    this.gradients = gradients;
    this.verdict = verdict;
    this.operations = operations;
  }

  /** Looks at a result now. */
  static Outcome seen(StepResult result) {
    return new Outcome(
        Reading.now(result.sum(), 0.0),
        Reading.now(result.scale(), 1.0),
        Reading.now(result.watch(), 0.0),
        result.gradients(),
        Optional.empty(),
        result.operations());
  }

  /**
   * Keeps what the host looks at later.
   *
   * @param verdict whether the step can be used, on the device
   */
  static Outcome unseen(StepResult result, Verdict verdict) {
    return new Outcome(
        Reading.later(result.sum(), 0.0),
        Reading.later(result.scale(), 1.0),
        Reading.later(result.watch(), 0.0),
        result.gradients(),
        Optional.of(verdict),
        result.operations());
  }

  /** The sum of the quadratic forms. */
  double sum() {
    return sum.value();
  }

  /** What the gradient of the penalty was multiplied with. */
  double gradientScale() {
    return scale.value();
  }

  boolean areGradientsFinite() {
    return Double.isFinite(watch.value());
  }

  /** The gradients, to be looked at before the next program runs. */
  Map<String, INDArray> gradients() {
    return gradients;
  }

  /** Whether the step can be used, where the host has not looked yet. */
  Optional<Verdict> verdict() {
    return verdict;
  }

  int operations() {
    return operations;
  }

  /** A number that a device has computed. */
  private static final class Reading {

    private final Optional<INDArray> array;
    private final double known;

    private Reading(Optional<INDArray> array, double known) {
      this.array = array;
      this.known = known;
    }

    Reading(double known) {
      this(Optional.empty(), known);
    }

    static Reading now(Optional<INDArray> scalar, double otherwise) {
      return new Reading(scalar.map(array -> array.getDouble(0)).orElse(otherwise));
    }

    static Reading later(Optional<INDArray> scalar, double otherwise) {
      return new Reading(scalar.map(INDArray::dup), otherwise);
    }

    double value() {
      return array.map(scalar -> scalar.getDouble(0)).orElse(known);
    }
  }
}

package org.hessianreg.examples;

import java.util.List;
import java.util.OptionalDouble;

/** What one training run came to. Immutable. */
final class Outcome {

  private final double accuracy;
  private final double loss;
  private final OptionalDouble trace;
  private final List<Double> stepMillis;

  private Outcome(double accuracy, double loss, OptionalDouble trace, List<Double> stepMillis) {
    this.accuracy = accuracy;
    this.loss = loss;
    this.trace = trace;
    this.stepMillis = List.copyOf(stepMillis);
  }

  /**
   * @param accuracy share of the test part that is classified correctly
   * @param loss on the whole training part, without the penalty
   * @param stepMillis times of the training steps
   */
  Outcome(double accuracy, double loss, List<Double> stepMillis) {
    this(accuracy, loss, OptionalDouble.empty(), stepMillis);
  }

  /** This outcome with an estimate of the Hessian's trace. */
  Outcome withTrace(double estimate) {
    return new Outcome(accuracy, loss, OptionalDouble.of(estimate), stepMillis);
  }

  double accuracy() {
    return accuracy;
  }

  double loss() {
    return loss;
  }

  /** The Hessian's trace after training, where it was estimated. */
  OptionalDouble trace() {
    return trace;
  }

  List<Double> stepMillis() {
    return stepMillis;
  }
}

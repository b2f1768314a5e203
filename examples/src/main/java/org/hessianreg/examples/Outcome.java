package org.hessianreg.examples;

import java.util.List;

/** What one training run came to. Immutable. */
final class Outcome {

  private final double accuracy;
  private final double loss;
  private final List<Double> stepMillis;

  /**
   * @param accuracy share of the test part that is classified correctly
   * @param loss on the whole training part, without the penalty
   * @param stepMillis times of the training steps
   */
  Outcome(double accuracy, double loss, List<Double> stepMillis) {
    this.accuracy = accuracy;
    this.loss = loss;
    this.stepMillis = List.copyOf(stepMillis);
  }

  double accuracy() {
    return accuracy;
  }

  double loss() {
    return loss;
  }

  List<Double> stepMillis() {
    return stepMillis;
  }
}

package org.hessianreg.examples;

import java.util.List;

/** What one training run came to. */
final class RunResult {
  private final Method method;
  private final double accuracy;
  private final double loss;
  private final List<Double> traces;
  private final List<Double> stepMillis;

  /**
   * @param accuracy share of the test images classified correctly
   * @param loss cross entropy on the whole training part, without the penalty
   * @param traces estimated trace of the Hessian before training and after each epoch
   * @param stepMillis times of the training steps
   */
  RunResult(
      Method method, double accuracy, double loss, List<Double> traces, List<Double> stepMillis) {
    this.method = method;
    this.accuracy = accuracy;
    this.loss = loss;
    this.traces = List.copyOf(traces);
    this.stepMillis = List.copyOf(stepMillis);
  }

  Method method() {
    return method;
  }

  double accuracy() {
    return accuracy;
  }

  double loss() {
    return loss;
  }

  List<Double> traces() {
    return traces;
  }

  double finalTrace() {
    return traces.get(traces.size() - 1);
  }

  List<Double> stepMillis() {
    return stepMillis;
  }
}

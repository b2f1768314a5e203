package org.hessianreg.examples.comparison;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What one run came to. Immutable. */
final class Outcome {

  private final Task task;
  private final double accuracy;
  private final double trainingAccuracy;
  private final Double trace;
  private final double stepMillis;
  private final boolean diverged;

  /**
   * @param accuracy share of right answers on the validation split, or, in a final run, on the test
   *     images
   * @param trainingAccuracy share of right answers on the images trained on, with their wrong
   *     labels
   * @param trace estimate of the trace of the Hessian of the training loss; null where it was not
   *     asked for or is not finite
   * @param stepMillis median time of a training step
   * @param diverged whether parameters or penalty became infinite; the accuracies are then those of
   *     the parameters that were left
   */
  @JsonCreator
  Outcome(
      @JsonProperty("task") Task task,
      @JsonProperty("accuracy") double accuracy,
      @JsonProperty("trainingAccuracy") double trainingAccuracy,
      @JsonProperty("trace") Double trace,
      @JsonProperty("stepMillis") double stepMillis,
      @JsonProperty("diverged") boolean diverged) {
    this.task = task;
    this.accuracy = accuracy;
    this.trainingAccuracy = trainingAccuracy;
    this.trace = trace;
    this.stepMillis = stepMillis;
    this.diverged = diverged;
  }

  Task task() {
    return task;
  }

  double accuracy() {
    return accuracy;
  }

  double trainingAccuracy() {
    return trainingAccuracy;
  }

  /** The trace of the Hessian; NaN where it is not known. */
  double trace() {
    return trace == null ? Double.NaN : trace;
  }

  double stepMillis() {
    return stepMillis;
  }

  boolean diverged() {
    return diverged;
  }

  /** Run and accuracy, in a line. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%s: %s %.2f %%%s",
        task,
        task.stage() == Task.Stage.FINAL ? "test" : "validation",
        100 * accuracy,
        diverged ? " (diverged)" : "");
  }
}

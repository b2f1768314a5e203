package org.hessianreg.dl4j;

import org.hessianreg.samediff.internal.training.StepRecord;

/** What one penalised iteration computed. Immutable. */
public final class PenaltyRecord {

  private final StepRecord step;

  PenaltyRecord(StepRecord step) {
    this.step = step;
  }

  /**
   * The iteration, counted as in the training configuration.
   *
   * @return at least 0
   */
  public int iteration() {
    return step.iteration();
  }

  /**
   * The estimate of the trace: {@code vᵀHv} averaged over the probes and scaled for dropout.
   *
   * @return the estimate
   */
  public double quadraticForm() {
    return step.quadraticForm();
  }

  /**
   * The whole penalty, even where its gradient was scaled down.
   *
   * @return {@code λ} times the estimate
   */
  public double penalty() {
    return step.penalty();
  }

  /**
   * The factor by which the gradient of the penalty was multiplied to keep to {@link
   * HessianTraceRegularization.Builder#gradientBound}.
   *
   * @return from 0 to 1; 1 where no bound is set, or no scaling was needed
   */
  public double gradientScale() {
    return step.gradientScale();
  }

  /**
   * How many native ops the step's program took: for a SameDiff graph the forward pass and the
   * gradient of the penalised loss, for a network the forward pass and the gradient of the penalty.
   *
   * @return the number; 0 if nothing was drawn in this iteration
   */
  public int operations() {
    return step.operations();
  }

  @Override
  public String toString() {
    String text =
        String.format(
            "iteration %d: quadratic form %g, penalty %g", iteration(), quadraticForm(), penalty());
    return gradientScale() == 1.0
        ? text
        : text + String.format(", gradient scaled by %g", gradientScale());
  }
}

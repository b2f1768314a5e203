package org.hessianreg.dl4j;

/** What one penalised iteration computed. Immutable. */
public final class PenaltyRecord {

  private final int iteration;
  private final double quadraticForm;
  private final double penalty;
  private final double gradientScale;
  private final int operations;

  PenaltyRecord(
      int iteration, double quadraticForm, double penalty, double gradientScale, int operations) {
    this.iteration = iteration;
    this.quadraticForm = quadraticForm;
    this.penalty = penalty;
    this.gradientScale = gradientScale;
    this.operations = operations;
  }

  /**
   * The iteration, counted as in the training configuration.
   *
   * @return at least 0
   */
  public int iteration() {
    return iteration;
  }

  /**
   * The estimate of the trace: {@code vᵀHv} averaged over the probes and scaled for dropout.
   *
   * @return the estimate
   */
  public double quadraticForm() {
    return quadraticForm;
  }

  /**
   * The penalty that was part of the objective, also where its gradient was scaled down.
   *
   * @return {@code λ} times the estimate
   */
  public double penalty() {
    return penalty;
  }

  /**
   * What the gradient of the penalty was multiplied with to keep to {@link
   * HessianTraceRegularization.Builder#gradientBound}.
   *
   * @return from 0 to 1; 1 where no bound is set, or it was kept to without scaling
   */
  public double gradientScale() {
    return gradientScale;
  }

  /**
   * How many native ops the penalty and the gradient of the penalised loss took, besides those of
   * the forward pass; what compares its norm with a bound is not counted.
   *
   * @return the number; 0 if nothing was drawn in this iteration
   */
  public int operations() {
    return operations;
  }

  @Override
  public String toString() {
    String text =
        String.format(
            "iteration %d: quadratic form %g, penalty %g", iteration, quadraticForm, penalty);
    return gradientScale == 1.0
        ? text
        : text + String.format(", gradient scaled by %g", gradientScale);
  }
}

package org.hessianreg.dl4j;

/** What one penalised iteration computed. Immutable. */
public final class PenaltyRecord {

  private final int iteration;
  private final double quadraticForm;
  private final double penalty;
  private final int operations;

  PenaltyRecord(int iteration, double quadraticForm, double penalty, int operations) {
    this.iteration = iteration;
    this.quadraticForm = quadraticForm;
    this.penalty = penalty;
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
   * The penalty that was part of the objective.
   *
   * @return {@code λ} times the estimate
   */
  public double penalty() {
    return penalty;
  }

  /**
   * How many native ops the penalty and the gradient of the penalised loss took, besides those of
   * the forward pass.
   *
   * @return the number; 0 if nothing was drawn in this iteration
   */
  public int operations() {
    return operations;
  }

  @Override
  public String toString() {
    return String.format(
        "iteration %d: quadratic form %g, penalty %g", iteration, quadraticForm, penalty);
  }
}

package org.hessianreg.samediff.internal.training;

/** What one penalised step has computed. Immutable. */
public final class StepRecord {

  private final int iteration;
  private final double quadraticForm;
  private final double penalty;
  private final double gradientScale;
  private final int operations;

  StepRecord(
      int iteration, double quadraticForm, double penalty, double gradientScale, int operations) {
    this.iteration = iteration;
    this.quadraticForm = quadraticForm;
    this.penalty = penalty;
    this.gradientScale = gradientScale;
    this.operations = operations;
  }

  /**
   * The iteration.
   *
   * @return at least 0
   */
  public int iteration() {
    return iteration;
  }

  /**
   * The estimate of the trace.
   *
   * @return the sum of the quadratic forms, scaled
   */
  public double quadraticForm() {
    return quadraticForm;
  }

  /**
   * The penalty.
   *
   * @return the coefficient times the estimate
   */
  public double penalty() {
    return penalty;
  }

  /**
   * What the gradient of the penalty was multiplied with to keep to a bound.
   *
   * @return from 0 to 1
   */
  public double gradientScale() {
    return gradientScale;
  }

  /**
   * How many native ops the step took.
   *
   * @return the number; 0 if no probe was drawn
   */
  public int operations() {
    return operations;
  }
}

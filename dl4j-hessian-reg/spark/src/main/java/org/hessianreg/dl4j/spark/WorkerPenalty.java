package org.hessianreg.dl4j.spark;

import java.io.Serializable;
import org.hessianreg.dl4j.PenaltyRecord;

/** What one penalised iteration of one worker computed. Immutable. */
public final class WorkerPenalty implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int worker;
  private final int iteration;
  private final double quadraticForm;
  private final double penalty;
  private final double gradientScale;

  /**
   * Creates a record.
   *
   * @param worker the worker
   * @param step what its iteration computed
   */
  public WorkerPenalty(int worker, PenaltyRecord step) {
    this.worker = worker;
    this.iteration = step.iteration();
    this.quadraticForm = step.quadraticForm();
    this.penalty = step.penalty();
    this.gradientScale = step.gradientScale();
  }

  /**
   * The worker.
   *
   * @return from 0; the number of the data's partition, or with DL4J's shared master that of the
   *     executor, plus a million for each further network that the executor trains
   */
  public int worker() {
    return worker;
  }

  /**
   * The iteration. Workers whose parameters are averaged count alike; those of DL4J's shared master
   * count their own.
   *
   * @return at least 0
   */
  public int iteration() {
    return iteration;
  }

  /**
   * The estimate of the trace.
   *
   * @return {@code vᵀHv} averaged over the probes and scaled for dropout
   */
  public double quadraticForm() {
    return quadraticForm;
  }

  /**
   * The penalty.
   *
   * @return {@code λ} times the estimate
   */
  public double penalty() {
    return penalty;
  }

  /**
   * The factor by which the gradient of the penalty was multiplied to keep to a bound.
   *
   * @return from 0 to 1; 1 where no bound is set, or no scaling was needed
   */
  public double gradientScale() {
    return gradientScale;
  }

  @Override
  public String toString() {
    return String.format(
        "worker %d, iteration %d: quadratic form %g, penalty %g",
        worker, iteration, quadraticForm, penalty);
  }
}

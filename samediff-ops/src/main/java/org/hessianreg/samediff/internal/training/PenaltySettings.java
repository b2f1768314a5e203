package org.hessianreg.samediff.internal.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.HutchinsonConfig;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.internal.probes.WorkerSeed;
import org.hessianreg.samediff.internal.reverse.Keeping;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.schedule.ISchedule;

/** What a user sets of training with the penalty, checked. Immutable. */
public final class PenaltySettings {

  private final ISchedule coefficient;
  private final HutchinsonConfig estimator;
  private final int interval;
  private final long seed;
  private final OptionalDouble gradientBound;
  private final Keeping keeping;
  private final Optional<Map<String, INDArray>> direction;

  /**
   * Creates settings.
   *
   * @param coefficient {@code λ} by iteration or epoch
   * @param estimator how the trace is estimated
   * @param interval iterations from one penalised step to the next, at least 1
   * @param seed of the probes
   * @param gradientBound the largest ratio of the penalty's gradient to the loss's, if there is one
   * @param keeping what recurrences keep for the backward pass
   * @param direction the direction to take instead of probes, if it is fixed
   * @throws HessianTraceException if a number is out of range, or settings contradict each other
   */
  public PenaltySettings(
      ISchedule coefficient,
      HutchinsonConfig estimator,
      int interval,
      long seed,
      OptionalDouble gradientBound,
      Keeping keeping,
      Optional<Map<String, INDArray>> direction) {
    this.coefficient = Objects.requireNonNull(coefficient, "coefficient");
    this.estimator = Objects.requireNonNull(estimator, "estimator");
    this.interval = interval;
    this.seed = seed;
    this.gradientBound = gradientBound;
    this.keeping = Objects.requireNonNull(keeping, "keeping");
    this.direction = direction.map(LinkedHashMap::new);
    if (interval < 1) {
      throw new HessianTraceException(
          String.format("Interval is %d, expected at least 1.", interval), "use 1 or more.");
    }
    gradientBound.ifPresent(GradientBound::new);
    direction.ifPresent(this::requireAlone);
  }

  private void requireAlone(Map<String, INDArray> fixed) {
    if (fixed.isEmpty()) {
      throw new HessianTraceException(
          "The fixed direction is empty.", "give an array for at least one parameter.");
    }
    boolean drawn = estimator.probes() != 1 || !estimator.dropout().equals(ParameterDropout.none());
    boolean selected =
        estimator.parameters().pattern().isPresent() || !estimator.parameters().isWritable();
    if (drawn || selected) {
      throw new HessianTraceException(
          String.format(
              "A fixed direction %s is set together with probes, dropout or a selection of"
                  + " parameters.",
              fixed.keySet()),
          "leave those out: the direction says which parameters move.");
    }
  }

  /**
   * The coefficient of a step, whether or not the step is penalised.
   *
   * @param iteration the iteration, from 0
   * @param epoch the epoch, from 0
   * @return finite and at least 0
   * @throws HessianTraceException if the schedule gives another number
   */
  public double coefficientAt(int iteration, int epoch) {
    double value = coefficient.valueAt(iteration, epoch);
    requireCoefficient(value, " in iteration " + iteration);
    return value;
  }

  /**
   * Checks a coefficient.
   *
   * @param value the coefficient
   * @param where a clause for the message, or an empty text
   * @throws HessianTraceException unless the coefficient is finite and at least 0
   */
  public static void requireCoefficient(double value, String where) {
    if (!(value >= 0.0 && value < Double.POSITIVE_INFINITY)) {
      throw new HessianTraceException(
          String.format(
              "Coefficient of the Hessian trace is %s%s, expected a finite number >= 0.",
              value, where),
          "use a small positive number, for instance 1e-3.");
    }
  }

  /**
   * {@code λ} by iteration or epoch.
   *
   * @return the schedule
   */
  public ISchedule coefficient() {
    return coefficient;
  }

  /**
   * How the trace is estimated.
   *
   * @return the estimator
   */
  public HutchinsonConfig estimator() {
    return estimator;
  }

  /**
   * Iterations from one penalised step to the next.
   *
   * @return at least 1
   */
  public int interval() {
    return interval;
  }

  /**
   * The seed of the probes.
   *
   * @return any number
   */
  public long seed() {
    return seed;
  }

  /**
   * The settings of one of several workers that train copies of a model at the same time.
   *
   * @param worker the worker's number, at least 0
   * @return the same settings with the seed of the worker
   * @throws HessianTraceException if the number is negative
   */
  public PenaltySettings ofWorker(int worker) {
    return new PenaltySettings(
        coefficient,
        estimator,
        interval,
        WorkerSeed.of(seed, worker),
        gradientBound,
        keeping,
        direction);
  }

  /**
   * The largest ratio of the penalty's gradient to the loss's, if there is one.
   *
   * @return a positive number
   */
  public OptionalDouble gradientBound() {
    return gradientBound;
  }

  /**
   * What recurrences keep for the backward pass.
   *
   * @return all values, or the states alone
   */
  public Keeping keeping() {
    return keeping;
  }

  /**
   * The direction to take instead of probes, if it is fixed.
   *
   * @return arrays by the parameters' names
   */
  public Optional<Map<String, INDArray>> direction() {
    return direction;
  }
}

package org.hessianreg.benchmarks;

/** The noise of one estimator beside its cost. Immutable. */
final class EstimatorNoise {

  private final String curvature;
  private final String scheme;
  private final NoiseSample sample;
  private final double cost;
  private final double traceVariance;
  private final double gradientVariance;
  private final double traceProduct;
  private final double gradientProduct;

  /**
   * @param signal what all estimators of the curvature estimate
   */
  EstimatorNoise(Estimator estimator, NoiseSample sample, Signal signal) {
    curvature = Estimator.label(estimator.curvature());
    scheme = estimator.scheme().label();
    this.sample = sample;
    cost = sample.cost();
    traceVariance = sample.traceVariance() / (signal.trace() * signal.trace());
    gradientVariance =
        signal.squaredNorm() > 0.0
            ? sample.gradientVariance() / signal.squaredNorm()
            : Double.POSITIVE_INFINITY;
    traceProduct = traceVariance * cost;
    gradientProduct = gradientVariance * cost;
  }

  String curvature() {
    return curvature;
  }

  String scheme() {
    return scheme;
  }

  NoiseSample sample() {
    return sample;
  }

  /** The time of a penalised step, in plain steps. */
  double cost() {
    return cost;
  }

  /** The standard deviation of an estimate of the trace, relative to the trace. */
  double traceDeviation() {
    return Math.sqrt(traceVariance);
  }

  /**
   * Total variance of the penalty's gradient, relative to its squared norm; infinite where all
   * draws together do not distinguish it from noise.
   */
  double gradientVariance() {
    return gradientVariance;
  }

  /**
   * The plain steps' worth of work for an estimate of the trace with a relative variance of 1: the
   * variance of a mean of n draws is n times smaller, and its cost n times larger.
   */
  double traceProduct() {
    return traceProduct;
  }

  /** The same for the gradient of the penalty, which is what training uses. */
  double gradientProduct() {
    return gradientProduct;
  }
}

package org.hessianreg.benchmarks;

/**
 * The mean that several unbiased estimators of one vector agree on, each weighted by the inverse of
 * its variance. One estimator's own mean would be no unit for its noise: where the noise is large
 * and the draws are few, the mean is mostly noise too.
 */
final class PooledMean {

  private final double[] sum;
  private double weights;

  PooledMean(int length) {
    sum = new double[length];
  }

  /**
   * Adds an estimator's mean.
   *
   * @param variance total variance of a single draw
   * @param count draws
   */
  void add(double[] mean, double variance, int count) {
    double weight = count / variance;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * mean[i];
    }
    weights += weight;
  }

  double at(int index) {
    return sum[index] / weights;
  }

  /**
   * The squared norm of the mean, without what noise adds to it; not positive where there is only
   * noise.
   */
  double squaredNorm() {
    double squares = 0.0;
    for (double s : sum) {
      squares += s * s;
    }
    return squares / (weights * weights) - 1.0 / weights;
  }
}

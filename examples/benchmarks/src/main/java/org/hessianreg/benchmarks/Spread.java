package org.hessianreg.benchmarks;

import java.util.Collection;
import org.apache.commons.math3.stat.StatUtils;

/** The median of some values, and how far they spread. Immutable. */
final class Spread {

  private final double median;
  private final double least;
  private final double most;

  private Spread(double median, double least, double most) {
    this.median = median;
    this.least = least;
    this.most = most;
  }

  /**
   * @param values at least one
   */
  static Spread of(Collection<Double> values) {
    double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
    if (array.length == 0) {
      throw new IllegalArgumentException("No values have no median");
    }
    return new Spread(
        StatUtils.percentile(array, 50.0), StatUtils.min(array), StatUtils.max(array));
  }

  double median() {
    return median;
  }

  double least() {
    return least;
  }

  double most() {
    return most;
  }

  /** The spread of the values in another unit. */
  Spread dividedBy(double unit) {
    return new Spread(median / unit, least / unit, most / unit);
  }
}

package org.hessianreg.examples.comparison;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/** Mean, standard deviation and 95 % interval of some values. Immutable. */
final class Sample {

  private static final double UPPER = 0.975;

  private final int count;
  private final double mean;
  private final double deviation;
  private final double halfWidth;

  private Sample(int count, double mean, double deviation, double halfWidth) {
    this.count = count;
    this.mean = mean;
    this.deviation = deviation;
    this.halfWidth = halfWidth;
  }

  /** Sums up at least one value; a single one has neither deviation nor interval (NaN). */
  static Sample of(List<Double> values) {
    SummaryStatistics statistics = new SummaryStatistics();
    values.forEach(statistics::addValue);
    int count = values.size();
    if (count < 2) {
      return new Sample(count, statistics.getMean(), Double.NaN, Double.NaN);
    }
    double deviation = statistics.getStandardDeviation();
    double quantile = new TDistribution(count - 1).inverseCumulativeProbability(UPPER);
    return new Sample(
        count, statistics.getMean(), deviation, quantile * deviation / Math.sqrt(count));
  }

  int count() {
    return count;
  }

  double mean() {
    return mean;
  }

  /** With n − 1 in the denominator. */
  double deviation() {
    return deviation;
  }

  /** The mean lies within this distance of the expectation with 95 %, by Student's t. */
  double halfWidth() {
    return halfWidth;
  }

  /** Whether the whole interval lies above the whole interval of another sample. */
  boolean isAbove(Sample other) {
    return mean - halfWidth > other.mean + other.halfWidth;
  }
}

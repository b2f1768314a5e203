package org.hessianreg.benchmarks;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/** The times of consecutive steps of one worker, in milliseconds. Immutable. */
final class Slice {

  private final List<Double> millis;

  Slice(List<Double> millis) {
    this.millis = List.copyOf(millis);
  }

  double mean() {
    return StatUtils.mean(values());
  }

  double median() {
    return StatUtils.percentile(values(), 50.0);
  }

  private double[] values() {
    return millis.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

package org.hessianreg.examples;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Mean, sample standard deviation and median. */
final class Statistics {
  private Statistics() {}

  static double mean(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** With n - 1 in the denominator; NaN for fewer than two values. */
  static double standardDeviation(Collection<Double> values) {
    if (values.size() < 2) {
      return Double.NaN;
    }
    double mean = mean(values);
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }

  /** The mean of the two middle values where their number is even; NaN for none. */
  static double median(Collection<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Mean ± standard deviation; the deviation is left out where a single run gives none. */
  static <T> String spread(String format, List<T> runs, ToDoubleFunction<T> quantity) {
    Collection<Double> values =
        runs.stream().map(quantity::applyAsDouble).collect(Collectors.toList());
    String mean = String.format(Locale.ROOT, format, mean(values));
    if (values.size() < 2) {
      return mean;
    }
    return mean + " ± " + String.format(Locale.ROOT, format, standardDeviation(values));
  }
}

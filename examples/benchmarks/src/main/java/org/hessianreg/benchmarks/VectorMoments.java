package org.hessianreg.benchmarks;

import java.util.Arrays;

/**
 * The mean of vectors and their total variance, the sum of the variances of the coordinates, by
 * Welford's algorithm: the vectors themselves need not be kept, and no digits cancel.
 */
final class VectorMoments {

  private final double[] mean;
  private double squares;
  private int count;

  VectorMoments(int length) {
    mean = new double[length];
  }

  /**
   * Adds the difference of two vectors.
   *
   * @param offset what is subtracted
   */
  void add(float[] vector, float[] offset) {
    count++;
    double sum = 0.0;
    for (int i = 0; i < mean.length; i++) {
      double value = (double) vector[i] - offset[i];
      double before = value - mean[i];
      mean[i] += before / count;
      sum += before * (value - mean[i]);
    }
    squares += sum;
  }

  int count() {
    return count;
  }

  double[] mean() {
    return Arrays.copyOf(mean, mean.length);
  }

  /** Unbiased, with n - 1 in the denominator; NaN for fewer than two vectors. */
  double totalVariance() {
    return count < 2 ? Double.NaN : squares / (count - 1);
  }
}

package org.hessianreg.dl4j;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Logistic regression in closed form, in plain Java: loss {@code (1/n) Σ log(1 + e^z) − yz}, {@code
 * z = xᵀw + b}. Along a direction {@code v} its second derivative is {@code (1/n) Σ σ'(z)·(xᵀv)²},
 * whose gradient is {@code (1/n) Σ σ''(z)·(xᵀv)²·x}. The last parameter is the bias.
 */
final class LogisticRegression {

  static final int FEATURES = 3;

  private static final int EXAMPLES = 7;

  private final double[][] x = new double[EXAMPLES][FEATURES + 1];
  private final double[] y = new double[EXAMPLES];

  LogisticRegression(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < FEATURES; j++) {
        x[i][j] = random.nextGaussian();
      }
      x[i][FEATURES] = 1.0;
      y[i] = random.nextInt(2);
    }
  }

  static int examples() {
    return EXAMPLES;
  }

  DataSet batch() {
    INDArray features = Nd4j.create(DataType.DOUBLE, EXAMPLES, FEATURES);
    INDArray labels = Nd4j.create(DataType.DOUBLE, EXAMPLES, 1);
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < FEATURES; j++) {
        features.putScalar(i, j, x[i][j]);
      }
      labels.putScalar(i, 0, y[i]);
    }
    return new DataSet(features, labels);
  }

  double[] gradient(double[] parameters) {
    double[] gradient = new double[FEATURES + 1];
    for (int i = 0; i < EXAMPLES; i++) {
      double s = sigmoid(dot(x[i], parameters));
      add(gradient, (s - y[i]) / EXAMPLES, x[i]);
    }
    return gradient;
  }

  double quadraticForm(double[] parameters, double[] direction) {
    double sum = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      double s = sigmoid(dot(x[i], parameters));
      double u = dot(x[i], direction);
      sum += s * (1 - s) * u * u / EXAMPLES;
    }
    return sum;
  }

  double[] gradientOfQuadraticForm(double[] parameters, double[] direction) {
    double[] gradient = new double[FEATURES + 1];
    for (int i = 0; i < EXAMPLES; i++) {
      double s = sigmoid(dot(x[i], parameters));
      double u = dot(x[i], direction);
      add(gradient, s * (1 - s) * (1 - 2 * s) * u * u / EXAMPLES, x[i]);
    }
    return gradient;
  }

  static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  static void add(double[] to, double factor, double[] vector) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * vector[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}

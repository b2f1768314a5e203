package org.hessianreg.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** The straight line that fits some points best, in the sense of least squares. Immutable. */
final class LineFit {

  private final double intercept;
  private final double slope;
  private final double rSquared;

  private LineFit(SimpleRegression regression) {
    intercept = regression.getIntercept();
    slope = regression.getSlope();
    rSquared = regression.getRSquare();
  }

  static <T> LineFit of(List<T> points, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    SimpleRegression regression = new SimpleRegression();
    points.forEach(point -> regression.addData(x.applyAsDouble(point), y.applyAsDouble(point)));
    return new LineFit(regression);
  }

  double at(double x) {
    return intercept + slope * x;
  }

  double intercept() {
    return intercept;
  }

  double slope() {
    return slope;
  }

  /** The share of the variance that the line explains. */
  double rSquared() {
    return rSquared;
  }

  /**
   * The line as a formula.
   *
   * @param y what it gives
   * @param x what it depends on
   */
  String format(String y, String x) {
    return String.format(
        Locale.ROOT, "%s = %.3f + %.4f · %s (R² = %.4f)", y, intercept, slope, x, rSquared);
  }
}

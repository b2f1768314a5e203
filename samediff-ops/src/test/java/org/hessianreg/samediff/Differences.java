package org.hessianreg.samediff;

import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Derivatives at 0 of functions of one number by central difference quotients. Those of fourth
 * order have truncation errors of {@code h⁴·f⁽⁵⁾/30} and {@code h⁴·f⁽⁶⁾/90}, and rounding errors of
 * {@code ε/h} and {@code ε/h²}.
 */
public final class Differences {

  private Differences() {}

  /** {@code f′(0)} by the two points at {@code ±h}, for functions with kinks close by. */
  public static double firstOfTwoPoints(DoubleUnaryOperator f, double h) {
    return (f.applyAsDouble(h) - f.applyAsDouble(-h)) / (2 * h);
  }

  /** {@code f′(0)} by the four points at {@code ±h} and {@code ±2h}. */
  public static double first(DoubleUnaryOperator f, double h) {
    double near = f.applyAsDouble(h) - f.applyAsDouble(-h);
    double far = f.applyAsDouble(2 * h) - f.applyAsDouble(-2 * h);
    return (8 * near - far) / (12 * h);
  }

  /** {@code f″(0)} by those four points and 0. */
  public static double second(DoubleUnaryOperator f, double h) {
    double near = f.applyAsDouble(h) + f.applyAsDouble(-h);
    double far = f.applyAsDouble(2 * h) + f.applyAsDouble(-2 * h);
    return (16 * near - far - 30 * f.applyAsDouble(0)) / (12 * h * h);
  }

  /** {@code f′(0)} of a function whose values are arrays of their own. */
  public static INDArray firstOfArrays(DoubleFunction<INDArray> f, double h) {
    INDArray near = f.apply(h).sub(f.apply(-h));
    INDArray far = f.apply(2 * h).sub(f.apply(-2 * h));
    return near.mul(8).sub(far).div(12 * h);
  }

  /** {@code f″(0)} of a function whose values are arrays of their own. */
  public static INDArray secondOfArrays(DoubleFunction<INDArray> f, double h) {
    INDArray near = f.apply(h).add(f.apply(-h));
    INDArray far = f.apply(2 * h).add(f.apply(-2 * h));
    return near.mul(16).sub(far).sub(f.apply(0).mul(30)).div(12 * h * h);
  }
}

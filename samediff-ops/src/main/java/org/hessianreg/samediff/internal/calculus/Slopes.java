package org.hessianreg.samediff.internal.calculus;

import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * First derivatives that both sweeps need. They are written in one way only, so that equal ones are
 * found to be equal and computed once.
 */
public final class Slopes {

  private Slopes() {}

  /**
   * 1 where x is above a bound and 0 elsewhere.
   *
   * @param x any variable of floating-point type
   * @param bound the bound
   * @return a variable of x's shape and type
   */
  public static SDVariable above(SDVariable x, double bound) {
    return x.getSameDiff().math().step(x, bound);
  }

  /**
   * 1 where x is below a bound and 0 elsewhere.
   *
   * @param x any variable of floating-point type
   * @param bound the bound
   * @return a variable of x's shape and type
   */
  public static SDVariable below(SDVariable x, double bound) {
    return x.lt(bound).castTo(x.dataType());
  }

  /**
   * 1 where x is strictly between two bounds and 0 elsewhere.
   *
   * @param x any variable of floating-point type
   * @param low the lower bound
   * @param high the upper bound
   * @return a variable of x's shape and type
   */
  public static SDVariable between(SDVariable x, double low, double high) {
    return above(x, low).mul(below(x, high));
  }

  /**
   * 1 strictly between the bounds of an op {@code ClipByValue}, which are arguments or inputs, and
   * 0 elsewhere.
   *
   * @param clip the op
   * @return a variable of the shape and type of the op's first input
   */
  public static SDVariable unclipped(DifferentialFunction clip) {
    SDVariable x = clip.arg(0);
    if (clip.args().length == 1) {
      double[] bounds = ((CustomOp) clip).tArgs();
      return between(x, bounds[0], bounds[1]);
    }
    SDVariable above = x.gt(clip.arg(1).castTo(x.dataType())).castTo(x.dataType());
    return above.mul(x.lt(clip.arg(2).castTo(x.dataType())).castTo(x.dataType()));
  }

  /**
   * {@code y·(1 − y)}.
   *
   * @param y the logistic function of something
   * @return its derivative with respect to that
   */
  public static SDVariable sigmoid(SDVariable y) {
    return y.mul(y.rsub(1.0));
  }

  /**
   * {@code 1 − y²}.
   *
   * @param y the hyperbolic tangent of something
   * @return its derivative with respect to that
   */
  public static SDVariable tanh(SDVariable y) {
    return y.getSameDiff().math().square(y).rsub(1.0);
  }

  /**
   * {@code 2·x}.
   *
   * @param x something that is squared
   * @return the derivative of the square
   */
  public static SDVariable square(SDVariable x) {
    return x.mul(2.0);
  }
}

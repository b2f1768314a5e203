package org.hessianreg.samediff.internal.taylor;

import org.hessianreg.samediff.internal.calculus.Slopes;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Short names for the functions and masks that derivatives are made of. At a kink a mask chooses
 * the side that ND4J's backward op chooses, so that the first coefficient is the gradient times the
 * direction there too.
 */
final class Elementary {

  private Elementary() {}

  static SDVariable squared(SDVariable x) {
    return x.getSameDiff().math().square(x);
  }

  static SDVariable cubed(SDVariable x) {
    return x.getSameDiff().math().cube(x);
  }

  static SDVariable reciprocal(SDVariable x) {
    return x.getSameDiff().math().reciprocal(x);
  }

  static SDVariable rsqrt(SDVariable x) {
    return x.getSameDiff().math().rsqrt(x);
  }

  static SDVariable exp(SDVariable x) {
    return x.getSameDiff().math().exp(x);
  }

  static SDVariable sigmoid(SDVariable x) {
    return x.getSameDiff().nn().sigmoid(x);
  }

  /** 1 where x is above a bound and 0 elsewhere, of x's type. */
  static SDVariable above(SDVariable x, double bound) {
    return Slopes.above(x, bound);
  }

  /** 1 where x is below a bound and 0 elsewhere, of x's type. */
  static SDVariable below(SDVariable x, double bound) {
    return Slopes.below(x, bound);
  }

  /** 1 where x is at or above a bound and 0 elsewhere, of x's type. */
  static SDVariable atLeast(SDVariable x, double bound) {
    return x.gte(bound).castTo(x.dataType());
  }

  /** 1 where x is between two bounds or equals one and 0 elsewhere, of x's type. */
  static SDVariable within(SDVariable x, double low, double high) {
    return atLeast(x, low).mul(x.lte(high).castTo(x.dataType()));
  }

  /** 1 where x is strictly between two bounds and 0 elsewhere, of x's type. */
  static SDVariable between(SDVariable x, double low, double high) {
    return Slopes.between(x, low, high);
  }

  /** 1 where a mask is 0 and 0 where it is 1. */
  static SDVariable complement(SDVariable mask) {
    return mask.rsub(1.0);
  }
}

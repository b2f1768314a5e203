package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.Elementary.above;
import static org.hessianreg.samediff.internal.taylor.Elementary.between;
import static org.hessianreg.samediff.internal.taylor.Elementary.complement;
import static org.hessianreg.samediff.internal.taylor.Elementary.cubed;
import static org.hessianreg.samediff.internal.taylor.Elementary.exp;
import static org.hessianreg.samediff.internal.taylor.Elementary.squared;

import org.nd4j.autodiff.samediff.SDVariable;

/** The mathematics of sums, quotients and clipping. */
final class Arithmetic {

  private Arithmetic() {}

  /** {@code y = x + constant}. */
  static Jet shifted(OpCall c) {
    return c.algebra().linear(c.y(), v -> v, c.input(0));
  }

  /** {@code y = constant − x}. */
  static Jet negated(OpCall c) {
    return c.algebra().linear(c.y(), SDVariable::neg, c.input(0));
  }

  /**
   * {@code y = x + bias}, the bias along the channels. The sum has the shape of {@code x}, and only
   * the op knows which dimension the channels are.
   */
  static Jet biasAdd(OpCall c) {
    JetAlgebra a = c.algebra();
    if (c.input(1).isConstant()) {
      return shifted(c);
    }
    return a.linear(c.y(), v -> c.reapply(v)[0], c.inputs());
  }

  /** {@code y = x·w + b}. */
  static Jet affine(OpCall c) {
    JetAlgebra a = c.algebra();
    if (c.integerArguments().length > 0) {
      throw c.unsupported("it transposes its weights");
    }
    Jet product = a.bilinear(c.y(), SDVariable::mmul, c.input(0), c.input(1));
    return a.add(c.y(), product, c.input(2));
  }

  /** {@code y = max(x·w + b, 0)}. */
  static Jet rectifiedAffine(OpCall c) {
    return c.algebra().elementwise(c.y(), above(c.y(), 0.0), null, affine(c));
  }

  /** {@code y = s/x}. */
  static Jet reciprocalTimesScalar(OpCall c) {
    JetAlgebra a = c.algebra();
    return a.linear(c.y(), v -> v.mul(c.scalar()), a.reciprocal(a.awayFromZero(c.input(0))));
  }

  /** {@code y = 1/x}: {@code y' = −y²}, {@code y'' = 2·y³}. */
  static Jet reciprocal(OpCall c) {
    SDVariable y = c.outputAwayFromZero(Elementary::reciprocal);
    SDVariable first = squared(y).neg();
    return c.algebra().elementwise(c.y(), first, () -> y.mul(first).mul(-2.0), c.input(0));
  }

  /** {@code y = 1/√x}: {@code y' = −y³/2}, {@code y'' = 3·y⁵/4}. */
  static Jet inverseRoot(OpCall c) {
    SDVariable y = c.outputAwayFromZero(Elementary::rsqrt);
    SDVariable first = cubed(y).mul(-0.5);
    return c.algebra().elementwise(c.y(), first, () -> squared(y).mul(first).mul(-1.5), c.input(0));
  }

  /** {@code y = (a − b)²}. */
  static Jet squaredDifference(OpCall c) {
    JetAlgebra a = c.algebra();
    Jet difference = a.sub(c.input(0), c.input(1));
    SDVariable d = difference.value();
    return a.elementwise(c.y(), d.mul(2.0), () -> a.number(2.0, d), difference);
  }

  /** {@code 2/√π·exp(−x²)}, the derivative of erf. */
  static SDVariable bell(SDVariable x) {
    return exp(squared(x).neg()).mul(2.0 / Math.sqrt(Math.PI));
  }

  /** The larger of two: the first where {@code larger ≥ smaller}, the second elsewhere. */
  static Jet selected(OpCall c, Jet larger, Jet smaller) {
    JetAlgebra a = c.algebra();
    SDVariable mask = larger.value().gte(smaller.value()).castTo(c.y().dataType());
    return a.mix(c.y(), mask, c.input(0), c.input(1));
  }

  /** 1 where a value lies between the bounds of {@code ClipByValue}. */
  static SDVariable unclipped(OpCall c) {
    if (c.inputs().size() > 1) {
      throw c.unsupported("its bounds are variables");
    }
    return between(c.x(), c.doubleArgument(0), c.doubleArgument(1));
  }

  /** {@code y = x·min(1, r/‖x‖)}, the norm over the op's dimensions. */
  static Jet clipByNorm(OpCall c) {
    if (c.inputs().size() > 1) {
      throw c.unsupported("its bound is a variable");
    }
    JetAlgebra a = c.algebra();
    double r = c.doubleArgument(0);
    Jet squaredNorm = a.sumKeep(a.square(c.input(0)), c.integerArguments());
    SDVariable clipped = above(squaredNorm.value(), r * r);
    SDVariable kept = complement(clipped);
    // 1 where nothing is clipped: the norm may be zero there.
    Jet safe =
        a.linear(squaredNorm.value().mul(clipped).add(kept), v -> v.mul(clipped), squaredNorm);
    Jet inverse = a.rsqrt(safe);
    Jet factor = a.linear(inverse.value().mul(clipped).mul(r).add(kept), v -> v.mul(r), inverse);
    return a.mul(c.y(), c.input(0), factor);
  }
}

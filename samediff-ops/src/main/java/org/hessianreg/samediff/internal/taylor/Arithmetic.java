package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.Elementary.above;
import static org.hessianreg.samediff.internal.taylor.Elementary.complement;
import static org.hessianreg.samediff.internal.taylor.Elementary.cubed;
import static org.hessianreg.samediff.internal.taylor.Elementary.exp;
import static org.hessianreg.samediff.internal.taylor.Elementary.squared;

import java.util.Arrays;
import org.hessianreg.samediff.internal.calculus.Slopes;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.CustomOp;

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

  /** {@code y = α·a·b}, each of which may be transposed. */
  static Jet matrixProduct(OpCall c) {
    double[] factors = ((CustomOp) c.op()).tArgs();
    if (factors.length > 1 && (factors[0] == 0.0 || factors[1] != 0.0)) {
      throw c.unsupported(
          "its factors are "
              + Arrays.toString(factors)
              + ", as ND4J's ONNX importer writes them, where [1.0, 0.0] is a product");
    }
    return c.algebra().bilinear(c.y(), (a, b) -> c.reapply(a, b)[0], c.input(0), c.input(1));
  }

  /** {@code y = a/b}, and 0 where {@code b} is 0. */
  static Jet quotientOrZero(OpCall c) {
    JetAlgebra a = c.algebra();
    Jet b = c.input(1);
    SDVariable zero = b.value().eq(0.0).castTo(c.y().dataType());
    Jet divisor = Jet.of(b.value().add(zero), b.tangents(), b.second());
    SDVariable kept = complement(zero);
    return a.linear(c.y(), v -> v.mul(kept), a.quotient(c.y(), c.input(0), divisor));
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

  /**
   * {@code z = atan2(y, x)}. With {@code q = x² + y²}: {@code z₁ = (x·y₁ − y·x₁)/q}, {@code z₂ =
   * (x·y₂ − y·x₂ − z₁·q₁)/q}.
   */
  static Jet arcTangent(OpCall c) {
    JetAlgebra a = c.algebra();
    Jet y = c.input(0);
    Jet x = c.input(1);
    Jet turn = a.sub(a.mul(a.constant(x.value()), y), a.mul(a.constant(y.value()), x));
    Jet radius = a.add(a.square(x), a.square(y));
    SDVariable inverse = Elementary.reciprocal(radius.value());
    Jet z = a.linear(c.y(), inverse::mul, turn);
    SDVariable mixed = a.sumOfProducts(z, radius);
    return mixed == null ? z : a.plusSecond(z, mixed.mul(inverse).neg());
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
    for (int bound = 1; bound < c.inputs().size(); bound++) {
      c.requireConstant(bound, "bound");
    }
    return Slopes.unclipped(c.op());
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

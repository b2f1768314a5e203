package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.Elementary.above;
import static org.hessianreg.samediff.internal.taylor.Elementary.atLeast;
import static org.hessianreg.samediff.internal.taylor.Elementary.below;
import static org.hessianreg.samediff.internal.taylor.Elementary.complement;
import static org.hessianreg.samediff.internal.taylor.Elementary.cubed;
import static org.hessianreg.samediff.internal.taylor.Elementary.exp;
import static org.hessianreg.samediff.internal.taylor.Elementary.reciprocal;
import static org.hessianreg.samediff.internal.taylor.Elementary.squared;

import org.hessianreg.samediff.internal.calculus.KeptDimensions;
import org.hessianreg.samediff.internal.calculus.PreciseGelu;
import org.hessianreg.samediff.internal.calculus.SigmoidGate;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** The mathematics of activation functions. */
final class Activations {

  static final double SELU_ALPHA = 1.6732632423543772;
  static final double SELU_LAMBDA = 1.0507009873554805;

  private Activations() {}

  static Jet sigmoidGate(OpCall c, double factor) {
    SigmoidGate gate = new SigmoidGate(c.x(), factor);
    return c.algebra()
        .elementwise(c.y(), gate.first(), gate::second, c.input(0))
        .withCopy(gate::value);
  }

  static Jet preciseGelu(OpCall c) {
    PreciseGelu gelu = new PreciseGelu(c.x());
    return c.algebra().elementwise(c.y(), gelu.first(), gelu::second, c.input(0));
  }

  /**
   * {@code y = s·x} for {@code x > 0}, {@code s·α·(eˣ − 1)} elsewhere. There {@code y' = y'' = y +
   * s·α}.
   */
  static Jet exponentialLinear(OpCall c, double alpha, double scale) {
    SDVariable slope = above(c.x(), 0.0);
    SDVariable curved = complement(slope).mul(c.y().add(scale * alpha));
    return c.algebra().elementwise(c.y(), curved.add(slope.mul(scale)), () -> curved, c.input(0));
  }

  /**
   * {@code y = x/(1 + |x|)}. With {@code r = 1 − |y|}: {@code y' = r²}, {@code y'' = −2·r³·sign x}.
   */
  static Jet softSign(OpCall c) {
    SDVariable r = c.math().abs(c.y()).rsub(1.0);
    return c.algebra()
        .elementwise(
            c.y(), squared(r), () -> cubed(r).mul(c.math().sign(c.x())).mul(-2.0), c.input(0));
  }

  /**
   * {@code y = 1.7159·sign(x)·(1 − 1/D)}, {@code D = 1 + u + u² + 1.41645·u⁴}, {@code u = 2|x|/3}.
   * With {@code r = 1/D}: {@code dy/du ∝ D'·r²}, {@code d²y/du² ∝ D''·r² − 2·D'²·r³}.
   */
  static Jet rationalTanh(OpCall c) {
    SDVariable u = c.math().abs(c.x()).mul(2.0 / 3.0);
    SDVariable u2 = squared(u);
    SDVariable r = reciprocal(u.add(1.0).add(u2).add(squared(u2).mul(1.41645)));
    SDVariable d1 = cubed(u).mul(4 * 1.41645).add(u.mul(2.0)).add(1.0);
    SDVariable d2 = u2.mul(12 * 1.41645).add(2.0);
    return c.algebra()
        .elementwise(
            c.y(),
            d1.mul(squared(r)).mul(1.7159 * 2.0 / 3.0),
            () ->
                d2.sub(squared(d1).mul(r).mul(2.0))
                    .mul(squared(r))
                    .mul(c.math().sign(c.x()))
                    .mul(1.7159 * 4.0 / 9.0),
            c.input(0));
  }

  /** 1 where x is not negative, {@code alpha} elsewhere. */
  static SDVariable leakySlope(SDVariable x, double alpha) {
    return atLeast(x, 0.0).mul(1.0 - alpha).add(alpha);
  }

  /**
   * {@code y = max(x, 0) + α·min(x, 0)}, bilinear in {@code α} and {@code x} below zero. ND4J takes
   * {@code α} in any shape with as many elements as an example has except for the shared
   * dimensions.
   */
  static Jet parametricRelu(OpCall c) {
    JetAlgebra a = c.algebra();
    SDVariable shape = slopeShape(c);
    Jet slope = a.linear(v -> v.reshape(shape), c.input(1));
    SDVariable positive = atLeast(c.x(), 0.0);
    Jet below = a.linear(v -> v.mul(complement(positive)), c.input(0));
    Jet above = a.linear(v -> v.mul(positive), c.input(0));
    return a.plus(c.y(), above, a.mul(below, slope));
  }

  /** The shape of {@code x}, with ones for the batch and the dimensions that share a slope. */
  private static SDVariable slopeShape(OpCall c) {
    SameDiff sd = c.algebra().graph();
    SDVariable shape = sd.shape(c.x());
    SDVariable axes = sd.range(sd.constant(0L), sd.size(shape), sd.constant(1L), DataType.INT64);
    SDVariable separate = axes.gt(0.0).castTo(DataType.INT64);
    for (int shared : c.integerArguments()) {
      separate = separate.mul(axes.neq(shared).castTo(DataType.INT64));
    }
    return shape.sub(1.0).mul(separate).add(1.0);
  }

  /** {@code y = (max(x, 0), max(−x, 0))} along the last dimension. */
  static Jet concatenatedRelu(OpCall c) {
    SDVariable positive = above(c.x(), 0.0);
    SDVariable negative = below(c.x(), 0.0).neg();
    return c.algebra()
        .linear(
            c.y(),
            v -> c.algebra().graph().concat(-1, v.mul(positive), v.mul(negative)),
            c.input(0));
  }

  /** Softmax: the exponential of log-softmax. */
  static Jet softmax(OpCall c) {
    return softmax(c.algebra(), c.y(), c.input(0), axis(c));
  }

  /** Softmax {@code y} of {@code x}, whose value is not read. */
  static Jet softmax(JetAlgebra a, SDVariable y, Jet x, int axis) {
    return a.elementwise(y, y, () -> y, logSoftmax(a, null, y, x, axis));
  }

  static Jet logSoftmax(OpCall c) {
    return logSoftmax(c.algebra(), c.y(), exp(c.y()), c.input(0), axis(c));
  }

  private static int axis(OpCall c) {
    int[] axes = c.integerArguments();
    return axes.length == 0 ? -1 : axes[0];
  }

  /**
   * Log-softmax {@code l} with softmax {@code y}: {@code l₁ = x₁ − Σ y·x₁} and, since {@code y₁ =
   * y·l₁}, {@code l₂ = x₂ − Σ (y·x₂ + y·l₁²)}.
   */
  static Jet logSoftmax(JetAlgebra a, SDVariable value, SDVariable y, Jet x, int axis) {
    Jet centred = a.linear(value, v -> v.sub(KeptDimensions.sum(y.mul(v), axis)), x);
    SDVariable squares = a.sumOfSquares(centred);
    return squares == null
        ? centred
        : a.plusSecond(centred, KeptDimensions.sum(y.mul(squares), axis).neg());
  }
}

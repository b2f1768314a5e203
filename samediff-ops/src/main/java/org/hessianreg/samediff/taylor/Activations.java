package org.hessianreg.samediff.taylor;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.CustomOp;

/** The mathematics of activation functions. */
final class Activations {

  private Activations() {}

  static SDVariable squared(SDVariable x) {
    return x.getSameDiff().math().square(x);
  }

  /** 1 where x is positive and 0 elsewhere, of x's type. */
  static SDVariable positive(SDVariable x) {
    return x.gt(0.0).castTo(x.dataType());
  }

  /** Softmax: the exponential of log-softmax. */
  static Jet softmax(OpCall c) {
    long[] axes = ((CustomOp) c.op()).iArgs();
    int axis = axes.length == 0 ? -1 : (int) axes[0];
    SDVariable y = c.y();
    Jet log = logSoftmax(c.algebra(), null, y, c.input(0), axis);
    return c.algebra().elementwise(y, y, () -> y, log);
  }

  /**
   * Log-softmax {@code l} with softmax {@code y}: {@code l₁ = x₁ − Σ y·x₁} and, since {@code y₁ =
   * y·l₁}, {@code l₂ = x₂ − Σ (y·x₂ + y·l₁²)}.
   */
  static Jet logSoftmax(JetAlgebra a, SDVariable value, SDVariable y, Jet x, int axis) {
    Jet centred = a.linear(value, v -> v.sub(JetAlgebra.sumAlong(y.mul(v), axis)), x);
    SDVariable squares = a.sumOfSquares(centred);
    return squares == null
        ? centred
        : a.plusSecond(centred, JetAlgebra.sumAlong(y.mul(squares), axis).neg());
  }
}

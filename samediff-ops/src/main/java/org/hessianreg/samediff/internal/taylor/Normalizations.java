package org.hessianreg.samediff.internal.taylor;

import org.hessianreg.samediff.internal.calculus.LayerNormalization;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** Normalisation as ND4J's whole ops do it. */
final class Normalizations {

  private Normalizations() {}

  /** {@code (x − mean)·γ/√(variance + ε) + β} along one axis; all five may change. */
  static Jet batchNorm(OpCall c) {
    JetAlgebra a = c.algebra();
    long[] attributes = ((CustomOp) c.op()).iArgs();
    if (attributes.length != 3) {
      throw c.unsupported("it normalises along several axes");
    }
    boolean hasScale = attributes[0] != 0;
    boolean hasShift = attributes[1] != 0;
    SDVariable shape = LayerNormalization.channelShape(c.x(), attributes[2]);
    Jet mean = reshape(c, 1, shape);
    Jet variance = reshape(c, 2, shape);
    Jet factor = a.rsqrt(shifted(a, variance, c.doubleArgument(0)));
    if (hasScale) {
      factor = a.mul(factor, reshape(c, 3, shape));
    }
    Jet centred = a.sub(c.input(0), mean);
    if (!hasShift) {
      return a.mul(c.y(), centred, factor);
    }
    return a.add(c.y(), a.mul(centred, factor), reshape(c, hasScale ? 4 : 3, shape));
  }

  private static Jet shifted(JetAlgebra a, Jet x, double by) {
    return a.linear(x.value().add(by), v -> v, x);
  }

  private static Jet reshape(OpCall c, int input, SDVariable shape) {
    return c.algebra().linear(v -> v.reshape(shape), c.input(input));
  }

  /** {@code standardize(x)·gain + bias}; gain and bias belong to the channels. */
  static Jet layerNorm(OpCall c) {
    JetAlgebra a = c.algebra();
    boolean channelsFirst = ((DynamicCustomOp) c.op()).bArgs()[0];
    SDVariable shape = LayerNormalization.channelShape(c.x(), channelsFirst ? 1 : -1);
    Jet gain = reshape(c, 1, shape);
    Jet centred = centred(c);
    Jet standardized = a.mul(centred, inverseDeviation(c, centred));
    if (c.inputs().size() == 2) {
      return a.mul(c.y(), standardized, gain)
          .withCopy(() -> standardized.value().mul(gain.value()));
    }
    Jet scaled = a.mul(standardized, gain);
    Jet bias = reshape(c, 2, shape);
    return a.add(c.y(), scaled, bias).withCopy(() -> scaled.value().add(bias.value()));
  }

  /** {@code (x − mean x)/√(mean (x − mean x)²)} over the op's dimensions. */
  static Jet standardize(OpCall c) {
    Jet centred = centred(c);
    return c.algebra().mul(c.y(), centred, inverseDeviation(c, centred));
  }

  private static Jet centred(OpCall c) {
    return c.algebra()
        .sub(c.input(0), c.algebra().meanKeep(c.input(0), LayerNormalization.dimensions(c.op())));
  }

  /** As in ND4J, 0 for elements that are all equal. */
  private static Jet inverseDeviation(OpCall c, Jet centred) {
    JetAlgebra a = c.algebra();
    Jet variance = a.meanKeep(a.square(centred), LayerNormalization.dimensions(c.op()));
    SDVariable varies = variance.value().neq(0.0).castTo(c.y().dataType());
    SDVariable safe = variance.value().add(varies.rsub(1.0));
    return a.linear(v -> v.mul(varies), a.rsqrt(a.linear(safe, v -> v, variance)));
  }
}

package org.hessianreg.dl4j.internal.mirror.layers;

import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.ops.impl.transforms.custom.ThresholdRelu;

/** Activation functions with settings, and those that are not one op. */
final class ActivationFunctions {

  private ActivationFunctions() {}

  static SDVariable exponentialLinear(MirrorScope<ActivationELU> function, SDVariable z) {
    if (function.conf().getAlpha() != ActivationELU.DEFAULT_ALPHA) {
      throw function.refusal(
          "with an alpha other than 1, Deeplearning4j trains with the gradient for alpha = 1.",
          "leave alpha at 1.");
    }
    return function.graph().nn().elu(z);
  }

  static SDVariable gaussianErrorLinear(MirrorScope<ActivationGELU> function, SDVariable z) {
    if (function.conf().isPrecise()) {
      throw function.refusal(
          "Deeplearning4j's gradient of the precise form is that of another function.",
          "use Activation.GELU, which is x·sigmoid(1.702x).");
    }
    return function.graph().nn().gelu(z);
  }

  /** {@code z·tanh(log(1 + exp(z)))}. */
  static SDVariable mish(MirrorScope<ActivationMish> function, SDVariable z) {
    return z.mul(function.graph().math().tanh(function.graph().nn().softplus(z)));
  }

  static SDVariable thresholdedRectifier(
      MirrorScope<ActivationThresholdedReLU> function, SDVariable z) {
    return new ThresholdRelu(function.graph(), z, function.conf().getTheta()).outputVariable();
  }

  /** {@code z} above the threshold, {@code slope·(z − threshold)} below it, at most the maximum. */
  static SDVariable rectifier(MirrorScope<ActivationReLU> function, SDVariable z) {
    ActivationReLU settings = function.conf();
    double threshold = settings.getThreshold() == null ? 0.0 : settings.getThreshold();
    double slope = settings.getNegativeSlope() == null ? 0.0 : settings.getNegativeSlope();
    SDVariable y = unbounded(function, z, threshold, slope);
    if (settings.getMax() == null) {
      return y;
    }
    double max = settings.getMax();
    if (max <= 0.0 || max < threshold || slope < 0.0) {
      throw function.refusal(
          "Deeplearning4j's gradient is not its derivative unless the maximum is positive and at"
              + " least the threshold, and the slope not negative.",
          "choose such settings.");
    }
    return function.graph().scalarMin(y, max);
  }

  private static SDVariable unbounded(
      MirrorScope<ActivationReLU> function, SDVariable z, double threshold, double slope) {
    if (threshold == 0.0) {
      return slope == 0.0
          ? function.graph().nn().relu(z, 0.0)
          : function.graph().nn().leakyRelu(z, slope);
    }
    SDVariable above = z.gte(threshold).castTo(function.dataType());
    SDVariable upper = z.mul(above);
    return slope == 0.0 ? upper : upper.add(z.sub(threshold).mul(above.rsub(1.0).mul(slope)));
  }
}

package org.hessianreg.dl4j.internal.mirror.layers;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** Batch normalisation of rows and images. */
final class BatchNormalizations {

  private BatchNormalizations() {}

  static SDVariable normalization(LayerScope<BatchNormalization> layer, SDVariable x) {
    long[] shape = layer.shape(x);
    if (shape.length != 2 && shape.length != 4) {
      throw layer.refusal(
          "activations of rank "
              + shape.length
              + " are not supported, nor can Deeplearning4j train them.",
          "normalise rows or images.");
    }
    int channel = shape.length == 4 && layer.conf().getCnn2DFormat() == CNN2DFormat.NHWC ? 3 : 1;
    long[] perChannel = new long[shape.length];
    Arrays.fill(perChannel, 1);
    perChannel[channel] = shape[channel];
    SDVariable centred = x.sub(mean(layer, x, channel, perChannel));
    SDVariable variance = variance(layer, centred, channel, perChannel);
    SDVariable factor = layer.graph().math().rsqrt(variance.add(layer.conf().getEps()));
    return scaledAndShifted(layer, centred, factor, perChannel);
  }

  private static SDVariable mean(
      LayerScope<BatchNormalization> layer, SDVariable x, int channel, long[] perChannel) {
    return layer.isTraining()
        ? x.mean(true, others(perChannel.length, channel))
        : layer.parameter(BatchNormalizationParamInitializer.GLOBAL_MEAN).reshape(perChannel);
  }

  /** In training the biased one of the minibatch. */
  private static SDVariable variance(
      LayerScope<BatchNormalization> layer, SDVariable centred, int channel, long[] perChannel) {
    if (layer.isTraining()) {
      return layer.graph().math().square(centred).mean(true, others(perChannel.length, channel));
    }
    if (!layer.conf().isUseLogStd()) {
      return layer.parameter(BatchNormalizationParamInitializer.GLOBAL_VAR).reshape(perChannel);
    }
    SDVariable logarithm =
        layer.parameter(BatchNormalizationParamInitializer.GLOBAL_LOG_STD).reshape(perChannel);
    return layer.graph().math().exp(logarithm.mul(2 * Math.log(10)));
  }

  private static int[] others(int rank, int channel) {
    int[] others = new int[rank - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = i < channel ? i : i + 1;
    }
    return others;
  }

  private static SDVariable scaledAndShifted(
      LayerScope<BatchNormalization> layer,
      SDVariable centred,
      SDVariable factor,
      long[] perChannel) {
    BatchNormalization conf = layer.conf();
    if (!conf.isLockGammaBeta()) {
      SDVariable gamma =
          layer.parameter(BatchNormalizationParamInitializer.GAMMA).reshape(perChannel);
      SDVariable beta =
          layer.parameter(BatchNormalizationParamInitializer.BETA).reshape(perChannel);
      return centred.mul(factor.mul(gamma)).add(beta);
    }
    boolean scales = conf.getGamma() != 1.0;
    boolean shifts = conf.getBeta() != 0.0;
    if (scales && !shifts) {
      throw layer.refusal(
          "locked gamma "
              + conf.getGamma()
              + " with beta 0 is not supported: Deeplearning4j applies gamma to its gradient, but"
              + " not to its activations.",
          "use gamma 1, or another beta.");
    }
    // Deeplearning4j leaves both out unless both do something.
    SDVariable normalized = centred.mul(factor);
    return scales ? normalized.mul(conf.getGamma()).add(conf.getBeta()) : normalized;
  }
}

package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Local response normalisation across channels. */
final class LocalResponses {

  private LocalResponses() {}

  /**
   * {@code x · (k + α Σ x²)^−β}, the sum over the ⌊n/2⌋ channels on either side.
   *
   * <p>Deeplearning4j's backward pass divides by a channel's own sum where it should divide by its
   * neighbours': an error of order α², and none if all windows hold all channels. Where it is not
   * negligible, the network is refused when its gradient is compared with the mirror's.
   */
  static SDVariable normalization(LayerScope<LocalResponseNormalization> layer, SDVariable x) {
    LocalResponseNormalization conf = layer.conf();
    SDVariable sums = channelSums(layer, layer.graph().math().square(x), (long) conf.getN() / 2);
    return x.mul(sums.mul(conf.getAlpha()).add(conf.getK()).pow(-conf.getBeta()));
  }

  private static SDVariable channelSums(
      LayerScope<LocalResponseNormalization> layer, SDVariable x, long half) {
    long[] s = layer.shape(x);
    boolean channelsFirst = layer.conf().getDataFormat() == CNN2DFormat.NCHW;
    long[] side = {half, half};
    SDVariable padded =
        channelsFirst
            ? Windows.padded(layer, x.reshape(s[0], 1, s[1], s[2] * s[3]), null, null, side, null)
            : Windows.padded(layer, x.reshape(s[0], 1, s[1] * s[2], s[3]), null, null, null, side);
    long window = 2 * half + 1;
    Pooling2DConfig config =
        Pooling2DConfig.builder()
            .kH(channelsFirst ? window : 1)
            .kW(channelsFirst ? 1 : window)
            .paddingMode(PaddingMode.VALID)
            .build();
    return layer.graph().cnn().avgPooling2d(padded, config).mul((double) window).reshape(s);
  }
}

package org.hessianreg.dl4j.mirror;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Pooling of images. */
final class ImagePoolings {

  private ImagePoolings() {}

  static SDVariable pooling(LayerScope<? extends SubsamplingLayer> layer, SDVariable images) {
    SubsamplingLayer conf = layer.conf();
    switch (conf.getPoolingType()) {
      case MAX:
        return layer.graph().cnn().maxPooling2d(images, config(layer));
      case AVG:
        return conf.isAvgPoolIncludePadInDivisor()
            ? means(layer, images)
            : layer.graph().cnn().avgPooling2d(images, config(layer));
      case PNORM:
        return norms(layer, images);
      default:
        throw layer.refusal(
            "pooling type " + conf.getPoolingType() + " is not supported.",
            "use MAX, AVG or PNORM.");
    }
  }

  /** Padding counts: ND4J's op can do that, but loses it on the way to its backward op. */
  private static SDVariable means(LayerScope<? extends SubsamplingLayer> layer, SDVariable images) {
    Pooling2DConfig config = config(layer);
    config.setPH(0);
    config.setPW(0);
    config.setPaddingMode(PaddingMode.VALID);
    return layer.graph().cnn().avgPooling2d(padded(layer, images), config);
  }

  private static SDVariable norms(LayerScope<? extends SubsamplingLayer> layer, SDVariable images) {
    SubsamplingLayer conf = layer.conf();
    SDVariable magnitudes = layer.graph().math().abs(images);
    double size = conf.getKernelSize()[0] * conf.getKernelSize()[1];
    SDVariable sums = means(layer, magnitudes.pow(conf.getPnorm())).mul(size);
    return sums.pow(1.0 / conf.getPnorm());
  }

  private static SDVariable padded(
      LayerScope<? extends SubsamplingLayer> layer, SDVariable images) {
    long[] shape = layer.shape(images);
    return isChannelsLast(layer.conf())
        ? Windows.padded(
            layer,
            images,
            null,
            padding(layer.conf(), shape[1], 0),
            padding(layer.conf(), shape[2], 1),
            null)
        : Windows.padded(
            layer,
            images,
            null,
            null,
            padding(layer.conf(), shape[2], 0),
            padding(layer.conf(), shape[3], 1));
  }

  private static long[] padding(SubsamplingLayer conf, long size, int side) {
    int fixed = conf.getPadding()[side];
    return conf.getConvolutionMode() == ConvolutionMode.Same
        ? Windows.samePadding(
            size, conf.getKernelSize()[side], conf.getStride()[side], conf.getDilation()[side])
        : new long[] {fixed, fixed};
  }

  private static Pooling2DConfig config(LayerScope<? extends SubsamplingLayer> layer) {
    SubsamplingLayer conf = layer.conf();
    boolean same = conf.getConvolutionMode() == ConvolutionMode.Same;
    return Pooling2DConfig.builder()
        .kH(conf.getKernelSize()[0])
        .kW(conf.getKernelSize()[1])
        .sH(conf.getStride()[0])
        .sW(conf.getStride()[1])
        .pH(same ? 0 : conf.getPadding()[0])
        .pW(same ? 0 : conf.getPadding()[1])
        .dH(conf.getDilation()[0])
        .dW(conf.getDilation()[1])
        .paddingMode(Windows.paddingMode(layer, conf.getConvolutionMode()))
        .isNHWC(isChannelsLast(conf))
        .build();
  }

  private static boolean isChannelsLast(SubsamplingLayer conf) {
    return conf.getCnn2dDataFormat() == CNN2DFormat.NHWC;
  }
}

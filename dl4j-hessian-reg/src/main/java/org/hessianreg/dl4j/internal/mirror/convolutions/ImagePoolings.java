package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Pooling of images. */
final class ImagePoolings {

  private ImagePoolings() {}

  static SDVariable pooling(LayerScope<? extends SubsamplingLayer> layer, SDVariable images) {
    return pooled(layer, images, Windows.paddingMode(layer, layer.conf().getConvolutionMode()));
  }

  static SDVariable pooled(
      LayerScope<? extends SubsamplingLayer> layer, SDVariable images, PaddingMode mode) {
    SubsamplingLayer conf = layer.conf();
    Pooling2DConfig config = config(conf, mode);
    switch (conf.getPoolingType()) {
      case MAX:
        return layer.graph().cnn().maxPooling2d(images, config);
      case AVG:
        return conf.isAvgPoolIncludePadInDivisor()
            ? means(layer, images, config)
            : layer.graph().cnn().avgPooling2d(images, config);
      case PNORM:
        return norms(layer, images, config);
      default:
        throw layer.refusal(
            "pooling type " + conf.getPoolingType() + " is not supported.",
            "use MAX, AVG or PNORM.");
    }
  }

  /** Padding counts: ND4J's op can do that, but loses it on the way to its backward op. */
  private static SDVariable means(MirrorScope<?> layer, SDVariable images, Pooling2DConfig config) {
    SDVariable padded = padded(layer, images, config);
    config.setPH(0);
    config.setPW(0);
    config.setPaddingMode(PaddingMode.VALID);
    return layer.graph().cnn().avgPooling2d(padded, config);
  }

  private static SDVariable norms(
      LayerScope<? extends SubsamplingLayer> layer, SDVariable images, Pooling2DConfig config) {
    double p = layer.conf().getPnorm();
    double size = config.getKH() * config.getKW();
    SDVariable powers = layer.graph().math().abs(images).pow(p);
    return means(layer, powers, config).mul(size).pow(1 / p);
  }

  private static SDVariable padded(
      MirrorScope<?> layer, SDVariable images, Pooling2DConfig config) {
    long[] shape = layer.shape(images);
    boolean same = config.getPaddingMode() == PaddingMode.SAME;
    int row = config.isNHWC() ? 1 : 2;
    long[][] padding = new long[4][];
    padding[row] =
        same
            ? Windows.samePadding(shape[row], config.getKH(), config.getSH(), config.getDH())
            : new long[] {config.getPH(), config.getPH()};
    padding[row + 1] =
        same
            ? Windows.samePadding(shape[row + 1], config.getKW(), config.getSW(), config.getDW())
            : new long[] {config.getPW(), config.getPW()};
    return Windows.padded(layer, images, padding);
  }

  private static Pooling2DConfig config(SubsamplingLayer conf, PaddingMode mode) {
    boolean same = mode == PaddingMode.SAME;
    return Pooling2DConfig.builder()
        .kH(conf.getKernelSize()[0])
        .kW(conf.getKernelSize()[1])
        .sH(conf.getStride()[0])
        .sW(conf.getStride()[1])
        .pH(same ? 0 : conf.getPadding()[0])
        .pW(same ? 0 : conf.getPadding()[1])
        .dH(conf.getDilation()[0])
        .dW(conf.getDilation()[1])
        .paddingMode(mode)
        .isNHWC(conf.getCnn2dDataFormat() == CNN2DFormat.NHWC)
        .build();
  }
}

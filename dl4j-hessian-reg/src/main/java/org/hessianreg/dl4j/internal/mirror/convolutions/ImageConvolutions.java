package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDCNN;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/** Convolutions of images. */
final class ImageConvolutions {

  private ImageConvolutions() {}

  /** Weights are [out, in, height, width]; the backward op takes [height, width, in, out] only. */
  static SDVariable convolution(LayerScope<? extends ConvolutionLayer> layer, SDVariable images) {
    SDVariable weights = layer.parameter(ConvolutionParamInitializer.WEIGHT_KEY);
    return activated(layer, convolved(layer, images, weights.permute(2, 3, 1, 0), config(layer)));
  }

  /** Weights are [height, width, in, multiplier], as the op takes them. */
  static SDVariable depthwise(LayerScope<DepthwiseConvolution2D> layer, SDVariable images) {
    SDVariable weights = layer.parameter(ConvolutionParamInitializer.WEIGHT_KEY);
    SDCNN cnn = layer.graph().cnn();
    Conv2DConfig config = config(layer);
    return activated(
        layer,
        layer.conf().hasBias()
            ? cnn.depthWiseConv2d(images, weights, bias(layer), config)
            : cnn.depthWiseConv2d(images, weights, config));
  }

  /**
   * A convolution of each channel, then one of 1 by 1 pixels. Weights are [multiplier, in, height,
   * width] and [out, in · multiplier, 1, 1].
   */
  static SDVariable separable(LayerScope<SeparableConvolution2D> layer, SDVariable images) {
    SDVariable depthwise =
        layer.parameter(SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY);
    SDVariable pointwise =
        layer.parameter(SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY);
    SDVariable channels =
        layer.graph().cnn().depthWiseConv2d(images, depthwise.permute(2, 3, 1, 0), config(layer));
    Conv2DConfig point =
        Conv2DConfig.builder()
            .kH(1)
            .kW(1)
            .paddingMode(PaddingMode.VALID)
            .dataFormat(format(layer.conf()))
            .build();
    return activated(layer, convolved(layer, channels, pointwise.permute(2, 3, 1, 0), point));
  }

  /** Weights are [in, out, height, width]; the op takes [height, width, out, in]. */
  static SDVariable deconvolution(LayerScope<Deconvolution2D> layer, SDVariable images) {
    SDVariable weights =
        layer.parameter(ConvolutionParamInitializer.WEIGHT_KEY).permute(2, 3, 1, 0);
    SDCNN cnn = layer.graph().cnn();
    Conv2DConfig like = config(layer);
    DeConv2DConfig config =
        DeConv2DConfig.builder()
            .kH(like.getKH())
            .kW(like.getKW())
            .sH(like.getSH())
            .sW(like.getSW())
            .pH(like.getPH())
            .pW(like.getPW())
            .dH(like.getDH())
            .dW(like.getDW())
            .isSameMode(like.getPaddingMode() == PaddingMode.SAME)
            .dataFormat(like.getDataFormat())
            .build();
    return activated(
        layer,
        layer.conf().hasBias()
            ? cnn.deconv2d(images, weights, bias(layer), config)
            : cnn.deconv2d(images, weights, config));
  }

  private static SDVariable convolved(
      LayerScope<? extends ConvolutionLayer> layer,
      SDVariable images,
      SDVariable weights,
      Conv2DConfig config) {
    SDCNN cnn = layer.graph().cnn();
    return layer.conf().hasBias()
        ? cnn.conv2d(images, weights, bias(layer), config)
        : cnn.conv2d(images, weights, config);
  }

  static SDVariable bias(LayerScope<? extends ConvolutionLayer> layer) {
    return layer.parameter(ConvolutionParamInitializer.BIAS_KEY);
  }

  static SDVariable activated(LayerScope<? extends ConvolutionLayer> layer, SDVariable z) {
    return layer.activation(layer.conf().getActivationFn(), z);
  }

  private static Conv2DConfig config(LayerScope<? extends ConvolutionLayer> layer) {
    ConvolutionLayer conf = layer.conf();
    boolean same = conf.getConvolutionMode() == ConvolutionMode.Same;
    return Conv2DConfig.builder()
        .kH(conf.getKernelSize()[0])
        .kW(conf.getKernelSize()[1])
        .sH(conf.getStride()[0])
        .sW(conf.getStride()[1])
        .pH(same ? 0 : conf.getPadding()[0])
        .pW(same ? 0 : conf.getPadding()[1])
        .dH(conf.getDilation()[0])
        .dW(conf.getDilation()[1])
        .paddingMode(Windows.paddingMode(layer, conf.getConvolutionMode()))
        .dataFormat(format(conf))
        .build();
  }

  private static String format(ConvolutionLayer conf) {
    return conf.getCnn2dDataFormat() == CNN2DFormat.NHWC ? Conv2DConfig.NHWC : Conv2DConfig.NCHW;
  }
}

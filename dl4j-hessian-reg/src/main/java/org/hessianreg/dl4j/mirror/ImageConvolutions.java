package org.hessianreg.dl4j.mirror;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;

/** Convolutions of images. */
final class ImageConvolutions {

  private ImageConvolutions() {}

  static SDVariable convolution(LayerScope<? extends ConvolutionLayer> layer, SDVariable images) {
    SDVariable weights =
        layer.parameter(ConvolutionParamInitializer.WEIGHT_KEY).permute(2, 3, 1, 0);
    Conv2DConfig config = config(layer);
    SDVariable z =
        layer.conf().hasBias()
            ? layer.graph().cnn().conv2d(images, weights, bias(layer), config)
            : layer.graph().cnn().conv2d(images, weights, config);
    return layer.activation(layer.conf().getActivationFn(), z);
  }

  private static SDVariable bias(LayerScope<? extends ConvolutionLayer> layer) {
    return layer.parameter(ConvolutionParamInitializer.BIAS_KEY).reshape(layer.conf().getNOut());
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
        .dataFormat(isChannelsLast(conf) ? Conv2DConfig.NHWC : Conv2DConfig.NCHW)
        .build();
  }

  private static boolean isChannelsLast(ConvolutionLayer conf) {
    return conf.getCnn2dDataFormat() == CNN2DFormat.NHWC;
  }
}

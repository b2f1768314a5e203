package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.util.ConvolutionUtils;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDCNN;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/**
 * Convolutions and pooling of sequences, [example, channel, step]. They pass a network's masks on,
 * but do not apply them.
 */
final class SequenceConvolutions {

  private SequenceConvolutions() {}

  /**
   * Weights are called [out, in, step, 1], but the layer reads their elements as [step, in, out].
   */
  static SDVariable convolution(
      LayerScope<? extends Convolution1DLayer> layer, SDVariable sequences) {
    Convolution1DLayer conf = layer.conf();
    requireTrainable(layer, conf.getRnnDataFormat() != RNNFormat.NWC);
    SDVariable weights =
        layer
            .parameter(ConvolutionParamInitializer.WEIGHT_KEY)
            .reshape(conf.getKernelSize()[0], conf.getNIn(), conf.getNOut());
    Conv1DConfig config =
        Conv1DConfig.builder()
            .k(conf.getKernelSize()[0])
            .s(conf.getStride()[0])
            .p(conf.getPadding()[0])
            .d(conf.getDilation()[0])
            .dataFormat(Conv1DConfig.NCW)
            .paddingMode(ConvolutionUtils.paddingModeForConvolutionMode(conf.getConvolutionMode()))
            .build();
    SDCNN cnn = layer.graph().cnn();
    SDVariable z =
        conf.hasBias()
            ? cnn.conv1d(sequences, weights, ImageConvolutions.bias(layer), config)
            : cnn.conv1d(sequences, weights, config);
    return ImageConvolutions.activated(layer, z);
  }

  /** The layer takes mode Causal for Truncate. */
  static SDVariable pooling(LayerScope<? extends Subsampling1DLayer> layer, SDVariable sequences) {
    Subsampling1DLayer conf = layer.conf();
    requireTrainable(layer, conf.getCnn2dDataFormat() == CNN2DFormat.NCHW);
    PaddingMode mode =
        conf.getConvolutionMode() == ConvolutionMode.Same ? PaddingMode.SAME : PaddingMode.VALID;
    long[] shape = layer.shape(sequences);
    SDVariable columns = sequences.reshape(shape[0], shape[1], shape[2], 1);
    SDVariable pooled = ImagePoolings.pooled(layer, columns, mode);
    return pooled.reshape(shape[0], shape[1], layer.shape(pooled)[2]);
  }

  private static void requireTrainable(LayerScope<?> layer, boolean channelsFirst) {
    if (!channelsFirst) {
      throw layer.refusal(
          "sequences [example, step, channel] are not supported: the layer's own backward pass"
              + " fails on them or computes another gradient.",
          "use RNNFormat.NCW.");
    }
    if (layer.layer().getMaskArray() != null) {
      throw layer.refusal(
          "a mask that is set on the layer itself is not supported: the layer's own backward pass"
              + " leaves it out.",
          "give masks to fit.");
    }
  }
}

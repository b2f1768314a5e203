package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDCNN;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Pooling of volumes: of height and width, then of depth. */
final class VolumePoolings {

  private VolumePoolings() {}

  static SDVariable pooling(LayerScope<Subsampling3DLayer> layer, SDVariable volumes) {
    boolean channelsFirst = layer.conf().getDataFormat() == Convolution3D.DataFormat.NCDHW;
    SDVariable x = channelsFirst ? volumes : volumes.permute(0, 4, 1, 2, 3);
    long[] in = layer.shape(x);
    SDVariable planes =
        pooled(layer, x.reshape(in[0], in[1] * in[2], in[3], in[4]), config(layer, 1, 2));
    long[] plane = layer.shape(planes);
    SDVariable depths =
        pooled(
            layer,
            planes.reshape(in[0] * in[1], 1, in[2], plane[2] * plane[3]),
            config(layer, 0, -1));
    SDVariable y = depths.reshape(in[0], in[1], layer.shape(depths)[2], plane[2], plane[3]);
    return channelsFirst ? y : y.permute(0, 2, 3, 4, 1);
  }

  private static SDVariable pooled(
      LayerScope<Subsampling3DLayer> layer, SDVariable images, Pooling2DConfig config) {
    PoolingType type = layer.conf().getPoolingType();
    SDCNN cnn = layer.graph().cnn();
    switch (type) {
      case MAX:
        return cnn.maxPooling2d(images, config);
      case AVG:
        return cnn.avgPooling2d(images, config);
      default:
        throw layer.refusal(
            "pooling type " + type + " is not supported: Deeplearning4j treats it as AVG.",
            "use MAX or AVG.");
    }
  }

  /** Windows over two of the layer's dimensions; of size 1 where the second is -1. */
  private static Pooling2DConfig config(
      LayerScope<Subsampling3DLayer> layer, int rows, int columns) {
    Subsampling3DLayer conf = layer.conf();
    PaddingMode mode = Windows.paddingMode(layer, conf.getConvolutionMode());
    boolean same = mode == PaddingMode.SAME;
    boolean single = columns < 0;
    return Pooling2DConfig.builder()
        .kH(conf.getKernelSize()[rows])
        .kW(single ? 1 : conf.getKernelSize()[columns])
        .sH(conf.getStride()[rows])
        .sW(single ? 1 : conf.getStride()[columns])
        .pH(same ? 0 : conf.getPadding()[rows])
        .pW(same || single ? 0 : conf.getPadding()[columns])
        .dH(conf.getDilation()[rows])
        .dW(single ? 1 : conf.getDilation()[columns])
        .paddingMode(mode)
        .build();
  }
}

package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.enums.DataFormat;

/** Layers that move blocks of pixels into another dimension. */
final class BlockLayers {

  private BlockLayers() {}

  static SDVariable spaceToDepth(LayerScope<SpaceToDepthLayer> layer, SDVariable images) {
    SpaceToDepthLayer conf = layer.conf();
    DataFormat format =
        conf.getDataFormat() == CNN2DFormat.NCHW ? DataFormat.NCHW : DataFormat.NHWC;
    return layer.graph().cnn().spaceToDepth(images, conf.getBlockSize(), format);
  }

  /** The pixels of a block come before the examples. */
  static SDVariable spaceToBatch(LayerScope<SpaceToBatchLayer> layer, SDVariable images) {
    SpaceToBatchLayer conf = layer.conf();
    long[] rows = {conf.getPadding()[0][0], conf.getPadding()[0][1]};
    long[] columns = {conf.getPadding()[1][0], conf.getPadding()[1][1]};
    long h = conf.getBlocks()[0];
    long w = conf.getBlocks()[1];
    if (conf.getFormat() == CNN2DFormat.NCHW) {
      SDVariable x = Windows.padded(layer, images, null, null, rows, columns);
      long[] s = layer.shape(x);
      return x.reshape(s[0], s[1], s[2] / h, h, s[3] / w, w)
          .permute(3, 5, 0, 1, 2, 4)
          .reshape(h * w * s[0], s[1], s[2] / h, s[3] / w);
    }
    SDVariable x = Windows.padded(layer, images, null, rows, columns, null);
    long[] s = layer.shape(x);
    return x.reshape(s[0], s[1] / h, h, s[2] / w, w, s[3])
        .permute(2, 4, 0, 1, 3, 5)
        .reshape(h * w * s[0], s[1] / h, s[2] / w, s[3]);
  }
}

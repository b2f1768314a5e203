package org.hessianreg.dl4j.internal.mirror.sequences;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** Layers without parameters that make or mask sequences. */
final class SequenceLayers {

  private SequenceLayers() {}

  static SDVariable repeatVector(LayerScope<RepeatVector> layer, SDVariable input) {
    int n = layer.conf().getN();
    boolean lastIsTime = layer.conf().getDataFormat() == RNNFormat.NCW;
    return lastIsTime
        ? layer.graph().tile(layer.graph().expandDims(input, 2), 1, 1, n)
        : layer.graph().tile(layer.graph().expandDims(input, 1), 1, n, 1);
  }

  /** Activations times the mask: of examples, of steps (as NCW), or of pixels. */
  static SDVariable mask(LayerScope<MaskLayer> layer, SDVariable input) {
    SDVariable mask = layer.mask();
    if (mask == null) {
      return input;
    }
    return layer.shape(input).length == 3
        ? input.mul(Sequences.alongTime(layer, mask, RNNFormat.NCW))
        : input.mul(mask);
  }
}

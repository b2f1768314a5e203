package org.hessianreg.dl4j.mirror;

import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.autodiff.samediff.SDVariable;

/** Output layers of sequences. */
final class SequenceOutputs {

  private SequenceOutputs() {}

  static SDVariable rnnOutput(
      LayerScope<RnnOutputLayer> layer, SDVariable input, SDVariable labels) {
    var format = layer.conf().getRnnDataFormat();
    return layer.score(
        layer.conf().getLossFn(),
        layer.conf().getActivationFn(),
        Sequences.rows(layer, labels, format),
        FullyConnected.affine(layer, Sequences.rows(layer, input, format)),
        layer.mask());
  }
}

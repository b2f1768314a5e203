package org.hessianreg.dl4j.internal.mirror.outputs;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.hessianreg.dl4j.internal.mirror.sequences.Sequences;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** Output layers of sequences. */
final class SequenceOutputs {

  private SequenceOutputs() {}

  /** The layer keeps its mask as rows already. */
  static SDVariable rnnOutput(
      LayerScope<RnnOutputLayer> layer, SDVariable input, SDVariable labels) {
    var format = layer.conf().getRnnDataFormat();
    return Outputs.ofRows(
        layer, Sequences.rows(layer, input, format), Sequences.rows(layer, labels, format));
  }

  static SDVariable rnnLoss(LayerScope<RnnLossLayer> layer, SDVariable input, SDVariable labels) {
    var format = layer.conf().getRnnDataFormat();
    return Outputs.ofPreOutput(
        layer,
        layer.conf().getLossFn(),
        layer.conf().getActivationFn(),
        Sequences.rows(layer, labels, format),
        Sequences.rows(layer, input, format),
        maskRows(layer));
  }

  /** Masks are {@code [example, step]} or {@code [example, output, step]} in both formats. */
  private static SDVariable maskRows(LayerScope<RnnLossLayer> layer) {
    SDVariable mask = LabelMasks.of(layer);
    if (mask == null) {
      return null;
    }
    long[] shape = layer.shape(mask);
    return shape.length == 3
        ? Sequences.rows(layer, mask, RNNFormat.NCW)
        : mask.permute(1, 0).reshape(shape[0] * shape[1], 1);
  }
}

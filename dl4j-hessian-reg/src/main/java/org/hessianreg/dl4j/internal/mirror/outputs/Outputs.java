package org.hessianreg.dl4j.internal.mirror.outputs;

import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.params.CenterLossParamInitializer;
import org.hessianreg.dl4j.internal.mirror.layers.FullyConnected;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Output layers whose input has a row for each example. */
final class Outputs {

  private Outputs() {}

  static SDVariable output(
      LayerScope<? extends BaseOutputLayer> layer, SDVariable input, SDVariable labels) {
    return ofRows(layer, input, labels);
  }

  /** With weights; the pre-output, too, is masked. */
  static SDVariable ofRows(
      LayerScope<? extends BaseOutputLayer> layer, SDVariable rows, SDVariable labels) {
    SDVariable mask = LabelMasks.of(layer);
    SDVariable z = FullyConnected.affine(layer, rows);
    return layer.score(
        layer.conf().getLossFn(),
        layer.conf().getActivationFn(),
        labels,
        mask == null ? z : z.mul(mask),
        mask);
  }

  static SDVariable loss(LayerScope<LossLayer> layer, SDVariable input, SDVariable labels) {
    if (layer.shape(input).length != 2 || layer.shape(labels).length > 2) {
      throw layer.refusal(
          "the input or the labels are no matrices.",
          "use RnnLossLayer, CnnLossLayer or Cnn3DLossLayer.");
    }
    return ofPreOutput(
        layer,
        layer.conf().getLossFn(),
        layer.conf().getActivationFn(),
        labels,
        input,
        LabelMasks.of(layer));
  }

  /** Without weights; the pre-output is not masked. */
  static SDVariable ofPreOutput(
      LayerScope<?> layer,
      ILossFunction function,
      IActivation activation,
      SDVariable labels,
      SDVariable preOutput,
      SDVariable mask) {
    LabelMasks.requireUnmixed(layer, activation, mask);
    return layer.score(function, activation, labels, preOutput, mask);
  }

  /**
   * The centers are not trained by their gradient: they are constants of the step. A part of the
   * loss begins at the layer's input.
   */
  static SDVariable centerLoss(
      LayerScope<CenterLossOutputLayer> layer, SDVariable input, SDVariable labels) {
    if (layer.conf().getIDropout() != null) {
      throw layer.refusal(
          "Deeplearning4j's gradient leaves out the dropout.", "use a DropoutLayer before it.");
    }
    layer.endOfModel(input);
    String key = CenterLossParamInitializer.CENTER_KEY;
    SDVariable centers = layer.input("centers", () -> layer.layer().getParam(key));
    SDVariable squares = layer.graph().math().square(input.sub(labels.mmul(centers)));
    return output(layer, input, labels).add(squares.sum().mul(layer.conf().getLambda() / 2.0));
  }
}

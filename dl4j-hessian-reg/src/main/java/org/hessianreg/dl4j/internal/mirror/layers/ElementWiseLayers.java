package org.hessianreg.dl4j.internal.mirror.layers;

import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.params.ElementWiseParamInitializer;
import org.deeplearning4j.nn.params.PReLUParamInitializer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** Layers that act on each element by itself. */
final class ElementWiseLayers {

  private ElementWiseLayers() {}

  /** The dropout itself has been applied to the input. */
  static SDVariable dropout(LayerScope<DropoutLayer> layer, SDVariable input) {
    return FullyConnected.masked(layer, input);
  }

  static SDVariable multiplication(
      LayerScope<ElementWiseMultiplicationLayer> layer, SDVariable input) {
    if (layer.isTraining() && layer.conf().getIDropout() != null) {
      throw layer.refusal(
          "DL4J's forward pass of this layer may leave out the dropout that its backward pass has.",
          "put a DropoutLayer before it.");
    }
    SDVariable z =
        input
            .mul(layer.parameter(ElementWiseParamInitializer.WEIGHT_KEY))
            .add(layer.parameter(ElementWiseParamInitializer.BIAS_KEY));
    return FullyConnected.masked(
        layer, layer.activation(layer.conf().getActivationFn(), FullyConnected.masked(layer, z)));
  }

  static SDVariable parametricRelu(LayerScope<PReLULayer> layer, SDVariable input) {
    SDVariable slope = layer.parameter(PReLUParamInitializer.WEIGHT_KEY);
    SDVariable positive = input.gte(0.0).castTo(input.dataType());
    return input.mul(positive).add(input.mul(positive.rsub(1.0)).mul(slope));
  }
}

package org.hessianreg.dl4j.mirror;

import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.autodiff.samediff.SDVariable;

/** Output layers. */
final class Outputs {

  private Outputs() {}

  static SDVariable output(
      LayerScope<? extends BaseOutputLayer> layer, SDVariable input, SDVariable labels) {
    return layer.score(
        layer.conf().getLossFn(),
        layer.conf().getActivationFn(),
        labels,
        FullyConnected.affine(layer, input),
        layer.mask());
  }

  static SDVariable loss(LayerScope<LossLayer> layer, SDVariable input, SDVariable labels) {
    return layer.score(
        layer.conf().getLossFn(), layer.conf().getActivationFn(), labels, input, layer.mask());
  }
}

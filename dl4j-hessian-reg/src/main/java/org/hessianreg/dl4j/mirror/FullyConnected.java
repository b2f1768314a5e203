package org.hessianreg.dl4j.mirror;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.autodiff.samediff.SDVariable;

/** Layers whose units read all units of the layer before. */
final class FullyConnected {

  private FullyConnected() {}

  static SDVariable dense(LayerScope<DenseLayer> layer, SDVariable input) {
    return masked(
        layer,
        layer.activation(layer.conf().getActivationFn(), masked(layer, affine(layer, input))));
  }

  static SDVariable activation(LayerScope<ActivationLayer> layer, SDVariable input) {
    return layer.activation(layer.conf().getActivationFn(), input);
  }

  /** {@code x·W + b}, with layer normalisation of {@code x·W} if the layer has it. */
  static SDVariable affine(LayerScope<? extends BaseLayer> layer, SDVariable input) {
    SDVariable z = input.mmul(layer.parameter(DefaultParamInitializer.WEIGHT_KEY));
    if (layer.hasParameter(DefaultParamInitializer.GAIN_KEY)) {
      SDVariable gain = layer.parameter(DefaultParamInitializer.GAIN_KEY);
      z = layer.graph().nn().layerNorm(z, gain.reshape(-1), true, 1);
    }
    if (layer.hasParameter(DefaultParamInitializer.BIAS_KEY)) {
      z = z.add(layer.parameter(DefaultParamInitializer.BIAS_KEY));
    }
    return z;
  }

  /** Rows that the layer's mask, a column, leaves out are zero. */
  static SDVariable masked(LayerScope<?> layer, SDVariable rows) {
    SDVariable mask = layer.mask();
    return mask == null ? rows : rows.mul(mask);
  }
}

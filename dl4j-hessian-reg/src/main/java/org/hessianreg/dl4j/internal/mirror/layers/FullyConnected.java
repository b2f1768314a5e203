package org.hessianreg.dl4j.internal.mirror.layers;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** Layers whose units read all units of the layer before. */
public final class FullyConnected {

  private FullyConnected() {}

  static SDVariable dense(LayerScope<DenseLayer> layer, SDVariable input) {
    return masked(
        layer,
        layer.activation(layer.conf().getActivationFn(), masked(layer, affine(layer, input))));
  }

  static SDVariable activation(LayerScope<ActivationLayer> layer, SDVariable input) {
    return layer.activation(layer.conf().getActivationFn(), input);
  }

  /**
   * {@code x·W + b}, with layer normalisation of {@code x·W} if the layer has it.
   *
   * @param layer a layer with the parameters of {@code DefaultParamInitializer}
   * @param input {@code x}, a row for each example
   * @return a row for each example
   */
  public static SDVariable affine(LayerScope<? extends BaseLayer> layer, SDVariable input) {
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

  /**
   * Makes rows that the layer's mask, a column, leaves out zero.
   *
   * @param layer the layer
   * @param rows a row for each example
   * @return the rows; the same if there is no mask
   */
  public static SDVariable masked(LayerScope<?> layer, SDVariable rows) {
    SDVariable mask = layer.mask();
    return mask == null ? rows : rows.mul(mask);
  }
}

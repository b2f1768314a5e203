package org.hessianreg.dl4j.internal.mirror;

import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.hessianreg.dl4j.mirror.LayerScope;

/** Layers inside of {@code FrozenLayerWithBackprop}. */
final class Frozen {

  private Frozen() {}

  /**
   * Refuses layers whose forward pass is that of test mode while their backward pass is that of
   * training, so that the gradient is not one of the score.
   */
  static void requireGradientOfScore(LayerScope<? extends Layer> layer) {
    String fix = "use FrozenLayer, or take it out of the layer.";
    if (layer.conf().getIDropout() != null) {
      throw layer.refusal(
          "inside of FrozenLayerWithBackprop, DL4J applies dropout in the backward pass only, so"
              + " that the gradient is not one of the score.",
          fix);
    }
    LayerNoise.requireNoWeightNoise(layer);
    if (layer.conf() instanceof BatchNormalization) {
      throw layer.refusal(
          "inside of FrozenLayerWithBackprop, DL4J differentiates the normalisation as if it used the minibatch's statistics, so that the gradient is not one of the score.",
          "use FrozenLayer.");
    }
  }
}

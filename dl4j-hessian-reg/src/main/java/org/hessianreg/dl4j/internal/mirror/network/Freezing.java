package org.hessianreg.dl4j.internal.mirror.network;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;

/** How a part of a network is frozen, if it is. */
public enum Freezing {
  /** It is not. */
  NONE,
  /**
   * {@code FrozenLayerWithBackprop}: in test mode, and the layers before are trained through it.
   */
  PASSING_GRADIENT,
  /** {@code FrozenLayer}: in test mode, and nothing before is trained through it. */
  CUTTING_GRADIENT,
  /** {@code FrozenVertex}: as in training, but nothing before is trained through it. */
  CUTTING_GRADIENT_IN_TRAINING_MODE;

  static Freezing of(Layer layer) {
    if (layer instanceof FrozenLayer) {
      return CUTTING_GRADIENT;
    }
    if (layer instanceof FrozenLayerWithBackprop) {
      return of(((BaseWrapperLayer) layer).getUnderlying()).cutsGradient()
          ? CUTTING_GRADIENT
          : PASSING_GRADIENT;
    }
    return NONE;
  }

  /** The layer that is frozen, or the layer itself. */
  static Layer inner(Layer layer) {
    return layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop
        ? inner(((BaseWrapperLayer) layer).getUnderlying())
        : layer;
  }

  /** The configuration of the layer that is frozen, or the configuration itself. */
  static org.deeplearning4j.nn.conf.layers.Layer inner(
      org.deeplearning4j.nn.conf.layers.Layer conf) {
    if (conf instanceof org.deeplearning4j.nn.conf.layers.misc.FrozenLayer) {
      return inner(((org.deeplearning4j.nn.conf.layers.misc.FrozenLayer) conf).getLayer());
    }
    return conf instanceof org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop
        ? inner(((org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer) conf).getUnderlying())
        : conf;
  }

  /**
   * Whether the gradient stops here.
   *
   * @return true if nothing before the part is trained through it
   */
  public boolean cutsGradient() {
    return this == CUTTING_GRADIENT || this == CUTTING_GRADIENT_IN_TRAINING_MODE;
  }

  /**
   * Whether the part runs in test mode while the network is trained.
   *
   * @return false if it runs as in training
   */
  public boolean isInTestMode() {
    return this == CUTTING_GRADIENT || this == PASSING_GRADIENT;
  }
}

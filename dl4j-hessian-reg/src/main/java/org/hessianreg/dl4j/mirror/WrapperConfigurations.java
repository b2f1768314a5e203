package org.hessianreg.dl4j.mirror;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Configurations of layers; a wrapper layer itself tells only the one of the layer inside. */
final class WrapperConfigurations {

  private WrapperConfigurations() {}

  /**
   * The configuration of a layer, without what freezes it.
   *
   * @param node the layer's name, its number in a {@code MultiLayerNetwork}
   */
  static Layer of(Model model, String node, org.deeplearning4j.nn.api.Layer layer) {
    return layer instanceof BaseWrapperLayer
        ? unfrozen(configured(model, node))
        : layer.conf().getLayer();
  }

  private static Layer configured(Model model, String node) {
    if (model instanceof MultiLayerNetwork) {
      return ((MultiLayerNetwork) model)
          .getLayerWiseConfigurations()
          .getConf(Integer.parseInt(node))
          .getLayer();
    }
    GraphVertex vertex = ((ComputationGraph) model).getConfiguration().getVertices().get(node);
    while (vertex instanceof FrozenVertex) {
      vertex = ((FrozenVertex) vertex).getUnderlying();
    }
    return ((LayerVertex) vertex).getLayerConf().getLayer();
  }

  private static Layer unfrozen(Layer conf) {
    if (conf instanceof FrozenLayer) {
      return unfrozen(((FrozenLayer) conf).getLayer());
    }
    if (conf instanceof FrozenLayerWithBackprop) {
      return unfrozen(((FrozenLayerWithBackprop) conf).getUnderlying());
    }
    return conf;
  }
}

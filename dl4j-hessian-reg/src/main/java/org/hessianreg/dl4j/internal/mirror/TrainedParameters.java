package org.hessianreg.dl4j.internal.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.CenterLossParamInitializer;
import org.hessianreg.dl4j.internal.mirror.network.Freezing;
import org.hessianreg.dl4j.internal.mirror.network.GradientFactors;
import org.hessianreg.dl4j.internal.mirror.network.NetworkNode;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which parameters a network trains by the gradient of its score. It says so of the network and not
 * of a step: recurrent weights are among them although sequences of one step do not use them.
 */
public final class TrainedParameters {

  /** Running averages, which DL4J keeps up to date by what it calls their gradients. */
  private static final Set<String> AVERAGES =
      Set.of(
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          BatchNormalizationParamInitializer.GLOBAL_LOG_STD);

  private TrainedParameters() {}

  /**
   * Reads a network.
   *
   * @param network the network
   * @return names of parameters, in the network's order
   */
  public static List<String> of(TrainedNetwork network) {
    GradientFactors factors = new GradientFactors(network.nodes());
    List<String> names = new ArrayList<>();
    for (NetworkNode node : network.nodes()) {
      if (node.freezing() == Freezing.NONE && factors.reach(node)) {
        keys(node.parameters())
            .forEach(key -> names.add(MirrorGraph.parameterName(node.name(), key)));
      }
    }
    return List.copyOf(names);
  }

  private static List<String> keys(Trainable layer) {
    // Without those that only pretraining uses.
    Map<String, INDArray> table = layer.paramTable(true);
    List<String> keys = new ArrayList<>(table == null ? Set.of() : table.keySet());
    TrainingConfig config = layer.getConfig();
    if (config instanceof BatchNormalization) {
      keys.removeAll(AVERAGES);
    }
    if (config instanceof CenterLossOutputLayer) {
      keys.remove(CenterLossParamInitializer.CENTER_KEY);
    }
    return keys;
  }
}

package org.hessianreg.dl4j.spark.internal;

import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTrace;

/** Makes copies of a {@code MultiLayerNetwork}. */
public final class LayersBlueprint implements Blueprint {

  private static final long serialVersionUID = 1L;

  private final String configuration;
  private final PenaltyBlueprint penalty;

  /**
   * Takes what copies are made of.
   *
   * @param network an initialised network
   * @param penalty the penalty of its copies
   */
  public LayersBlueprint(MultiLayerNetwork network, PenaltyBlueprint penalty) {
    this.configuration = network.getLayerWiseConfigurations().toJson();
    this.penalty = penalty;
  }

  @Override
  public Trainee create(int worker) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init();
    Optional<HessianTrace> trace =
        penalty
            .option()
            .map(option -> HessianTrace.enable(network, option.option(worker), option.mirrors()));
    return new LayersTrainee(network, trace);
  }
}

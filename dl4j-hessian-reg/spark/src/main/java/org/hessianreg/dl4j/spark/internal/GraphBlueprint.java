package org.hessianreg.dl4j.spark.internal;

import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.hessianreg.dl4j.HessianTrace;

/** Makes copies of a {@code ComputationGraph}. */
public final class GraphBlueprint implements Blueprint {

  private static final long serialVersionUID = 1L;

  private final String configuration;
  private final PenaltyBlueprint penalty;

  /**
   * Takes what copies are made of.
   *
   * @param network an initialised network
   * @param penalty the penalty of its copies
   */
  public GraphBlueprint(ComputationGraph network, PenaltyBlueprint penalty) {
    this.configuration = network.getConfiguration().toJson();
    this.penalty = penalty;
  }

  @Override
  public Trainee create(int worker) {
    ComputationGraph network =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(configuration));
    network.init();
    Optional<HessianTrace> trace =
        penalty
            .option()
            .map(option -> HessianTrace.enable(network, option.option(worker), option.mirrors()));
    return new GraphTrainee(network, trace);
  }
}

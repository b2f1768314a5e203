package org.hessianreg.dl4j.spark.internal;

import java.util.Collection;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.hessianreg.dl4j.HessianTrace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A {@code ComputationGraph}. */
public final class GraphTrainee extends NetworkTrainee {

  private final ComputationGraph network;

  /**
   * Takes a network.
   *
   * @param network an initialised network
   * @param trace the handle to its penalty, if it has one
   */
  public GraphTrainee(ComputationGraph network, Optional<HessianTrace> trace) {
    super(network, trace);
    this.network = network;
  }

  @Override
  Optional<INDArray> updaterState() {
    return Optional.ofNullable(network.getUpdater().getStateViewArray());
  }

  @Override
  int iteration() {
    return network.getIterationCount();
  }

  @Override
  int epoch() {
    return network.getEpochCount();
  }

  @Override
  void setCounts(int iteration, int epoch) {
    network.getConfiguration().setIterationCount(iteration);
    network.getConfiguration().setEpochCount(epoch);
  }

  @Override
  void fit(MultiDataSet minibatch) {
    network.fit(minibatch);
  }

  @Override
  Collection<TrainingListener> listeners() {
    return network.getListeners();
  }
}

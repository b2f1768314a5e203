package org.hessianreg.dl4j.spark.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.PenaltyRecord;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What the two kinds of networks have in common. */
abstract class NetworkTrainee implements Trainee {

  private final Model network;
  private final Optional<HessianTrace> trace;

  NetworkTrainee(Model network, Optional<HessianTrace> trace) {
    this.network = network;
    this.trace = trace;
  }

  /** A view of the updater's state; nothing if it has none. */
  abstract Optional<INDArray> updaterState();

  abstract int iteration();

  abstract int epoch();

  abstract void setCounts(int iteration, int epoch);

  abstract void fit(MultiDataSet minibatch);

  abstract Collection<TrainingListener> listeners();

  /**
   * Takes a network whose penalty, if there is one, is somebody else's.
   *
   * @param network a {@code MultiLayerNetwork} or {@code ComputationGraph}
   */
  static NetworkTrainee of(Model network) {
    return network instanceof MultiLayerNetwork
        ? new LayersTrainee((MultiLayerNetwork) network, Optional.empty())
        : new GraphTrainee((ComputationGraph) network, Optional.empty());
  }

  @Override
  public final ModelState state() {
    List<Numbers> updater = updaterState().map(Numbers::of).map(List::of).orElse(List.of());
    return new ModelState(List.of(Numbers.of(network.params())), updater, iteration(), epoch());
  }

  @Override
  public final void take(ModelState state) {
    state.parameters().get(0).copyTo(network.params());
    updaterState().ifPresent(view -> state.updater().get(0).copyTo(view));
    setCounts(state.iteration(), state.epoch());
  }

  @Override
  public final double fit(List<MultiDataSet> minibatches) {
    double sum = 0.0;
    for (MultiDataSet minibatch : minibatches) {
      requireLabels(minibatch);
      fit(minibatch);
      sum += network.score();
    }
    return sum;
  }

  private static void requireLabels(MultiDataSet minibatch) {
    INDArray[] labels = minibatch.getLabels();
    if (labels == null || labels.length == 0 || Arrays.asList(labels).contains(null)) {
      throw new HessianTraceException(
          "A minibatch has no labels.",
          "give DataSet or MultiDataSet objects with features and labels to fit.");
    }
  }

  @Override
  public final List<PenaltyRecord> drainHistory() {
    return trace.map(HessianTrace::drainHistory).orElse(List.of());
  }
}

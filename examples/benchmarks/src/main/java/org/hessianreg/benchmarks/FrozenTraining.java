package org.hessianreg.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.PenaltyRecord;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Trains by {@code sd.fit}, except for the update itself: at each step the parameters are what they
 * were, and only the probes differ.
 */
final class FrozenTraining {

  /** The update is then the gradient. */
  private static final double LEARNING_RATE = 1.0;

  private final SameDiff graph;
  private final MultiDataSet batch;
  private final Map<String, INDArray> parameters;
  private final Freezer freezer;
  private final HessianTrace trace;

  /**
   * @param parameters the values at which the network is held
   * @param option the penalty; empty for none
   */
  FrozenTraining(
      Network network,
      Map<String, INDArray> parameters,
      MultiDataSet batch,
      Optional<HessianTraceRegularization> option) {
    this.batch = batch;
    this.parameters = Map.copyOf(parameters);
    graph = network.graph(0);
    parameters.forEach((name, value) -> graph.getVariable(name).getArr().assign(value));
    TrainingConfig.Builder config =
        TrainingConfig.builder()
            .updater(new Sgd(LEARNING_RATE))
            .dataSetFeatureMapping(Network.FEATURES)
            .dataSetLabelMapping(Network.LABELS);
    option.ifPresent(config::regularization);
    graph.setTrainingConfig(config.build());
    trace = option.isPresent() ? HessianTrace.enable(graph) : null;
    freezer = new Freezer(Parameters.of(graph));
  }

  /**
   * Trains some steps and hands the gradient of each to a reader, all parameters in a row.
   *
   * @param count at least 2
   */
  void steps(int count, GradientReader reader) {
    freezer.start(reader);
    graph.fit(new SingletonMultiDataSetIterator(batch), count, freezer);
    for (SDVariable parameter : Parameters.of(graph)) {
      if (!parameter.getArr().equalsWithEps(parameters.get(parameter.name()), 0.0)) {
        throw new IllegalStateException("Training has moved " + parameter.name());
      }
    }
  }

  /**
   * What one of the last steps took on average, without reading its gradient. The first of them is
   * left out: each call of {@code fit} starts with an empty cache of arrays.
   */
  double millis() {
    List<Double> millis = freezer.millis();
    return new Slice(millis.subList(1, millis.size())).mean();
  }

  /** The gradient of the last step, all parameters in a row. */
  float[] gradient() {
    return freezer.gradient();
  }

  /** What the penalised steps so far estimated; empty without a penalty. */
  List<PenaltyRecord> estimates() {
    return trace == null ? List.of() : trace.history();
  }
}

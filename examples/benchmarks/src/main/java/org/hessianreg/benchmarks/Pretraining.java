package org.hessianreg.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trains a network a little without a penalty, since the curvature at initial parameters says
 * little of that where training spends its time.
 */
final class Pretraining {

  private static final long SEED = 1;
  private static final double LEARNING_RATE = 1e-4;
  private static final double ENOUGH = 1.0;
  private static final int STEPS_AT_MOST = 300;

  private final SameDiff graph;
  private final MultiDataSet batch;
  private final int steps;

  Pretraining(Network network, MultiDataSet batch) {
    this.batch = batch;
    graph = network.graph(SEED);
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Adam(LEARNING_RATE))
            .dataSetFeatureMapping(Network.FEATURES)
            .dataSetLabelMapping(Network.LABELS)
            .build());
    int done = 0;
    while (loss() > ENOUGH && done < STEPS_AT_MOST) {
      graph.fit(new SingletonMultiDataSetIterator(batch), 1);
      done++;
    }
    steps = done;
  }

  /** The values that the parameters came to, in the order of the network. */
  Map<String, INDArray> parameters() {
    Map<String, INDArray> parameters = new LinkedHashMap<>();
    for (SDVariable parameter : Parameters.of(graph)) {
      parameters.put(parameter.name(), parameter.getArr());
    }
    return parameters;
  }

  /** The loss on the batch. SameDiff reports 0 from {@code fit}: no gradient needs its value. */
  double loss() {
    Map<String, INDArray> inputs =
        Map.of(
            Network.FEATURES, batch.getFeatures(0),
            Network.LABELS, batch.getLabels(0));
    return graph.output(inputs, Network.LOSS).get(Network.LOSS).getDouble(0);
  }

  int steps() {
    return steps;
  }
}

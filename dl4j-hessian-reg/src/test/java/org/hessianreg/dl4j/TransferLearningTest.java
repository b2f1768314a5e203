package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.transferlearning.TransferLearningHelper;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** Networks of which a part is frozen and the rest trained on, by difference quotients. */
class TransferLearningTest {

  private static final int STEPS = 3;
  private static final FineTuneConfiguration TUNED =
      new FineTuneConfiguration.Builder().updater(new Sgd(0.5)).seed(3).build();

  private final List<DataSet> batches = DenseNetworks.batches(STEPS, DataType.DOUBLE);

  private static MultiLayerNetwork layers() {
    return new TransferLearning.Builder(DenseNetworks.layers(DenseNetworks.conf(DataType.DOUBLE)))
        .fineTuneConfiguration(TUNED)
        .setFeatureExtractor(0)
        .removeOutputLayer()
        .addLayer(DenseNetworks.output())
        .build();
  }

  private static ComputationGraph graph() {
    return new TransferLearning.GraphBuilder(
            DenseNetworks.graph(DenseNetworks.conf(DataType.DOUBLE)))
        .fineTuneConfiguration(TUNED)
        .setFeatureExtractor("dense")
        .removeVertexAndConnections("out")
        .addLayer("out", DenseNetworks.output(), "dense")
        .setOutputs("out")
        .build()
        // Built anew, the graph has DL4J's default type.
        .convertDataType(DataType.DOUBLE);
  }

  @Test
  void frozenLayers() {
    check(layers(), layers(), layers(), "0_");
  }

  @Test
  void frozenVertices() {
    check(graph(), graph(), graph(), "dense_");
  }

  private void check(Model actual, Model expected, Model copy, String frozen) {
    Map<String, INDArray> trained = new TreeMap<>(DenseNetworks.direction(actual));
    trained.keySet().removeIf(name -> name.startsWith(frozen));
    HessianTraceRegularization option =
        HessianTraceRegularization.builder().coefficient(0.1).direction(trained).build();
    // New layers of a graph are not drawn from the seed.
    expected.setParams(actual.params().dup());
    Map<String, INDArray> before = new TreeMap<>();
    actual.paramTable().forEach((name, array) -> before.put(name, array.dup()));
    HessianTrace trace = DenseNetworks.enable(actual, option);
    DenseNetworks.fit(actual, batches);
    expected.setListeners(new DifferencePenalty(option, copy, batches::get));
    DenseNetworks.fit(expected, batches);
    assertThat(trace.history()).hasSize(STEPS);
    before.forEach(
        (name, array) ->
            assertThat(actual.paramTable().get(name).equals(array))
                .as(name)
                .isEqualTo(name.startsWith(frozen)));
    expected
        .paramTable()
        .forEach(
            (name, array) ->
                assertThat(actual.paramTable().get(name).distance2(array))
                    .as(name)
                    .isLessThan(1e-6));
  }

  /** Trains the layers behind the frozen ones as a network of their own. */
  @Test
  void featurizedData() {
    MultiLayerNetwork whole = layers();
    HessianTrace expected =
        HessianTrace.enable(
            whole, HessianTraceRegularization.builder().coefficient(0.1).probes(2).build());
    DenseNetworks.fit(whole, batches);
    TransferLearningHelper helper = new TransferLearningHelper(layers());
    MultiLayerNetwork rest = helper.unfrozenMLN();
    HessianTrace trace =
        HessianTrace.enable(
            rest, HessianTraceRegularization.builder().coefficient(0.1).probes(2).build());
    batches.forEach(batch -> helper.fitFeaturized(helper.featurize(batch)));
    assertThat(expected.history()).hasSize(STEPS);
    assertThat(trace.history()).hasSize(STEPS);
  }
}

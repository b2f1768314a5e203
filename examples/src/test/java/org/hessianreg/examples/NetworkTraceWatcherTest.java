package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class NetworkTraceWatcherTest {

  private static final int EPOCHS = 3;

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01})
  void leavesTrainingAsItIsBitForBit(double coefficient) {
    assertUnchanged(() -> SmallNetworks.classifier(1), SmallNetworks.data(30), coefficient);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01})
  void leavesWhatDropoutDrawsAsItIs(double coefficient) {
    assertUnchanged(() -> SmallNetworks.classifier(0.5), SmallNetworks.data(30), coefficient);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001})
  void leavesAConvolutionalNetworkAsItIs(double coefficient) {
    assertUnchanged(() -> LeNet.create(1), DigitsData.load(40, 0, 1).training(), coefficient);
  }

  private static void assertUnchanged(
      Supplier<MultiLayerNetwork> create, DataSet data, double coefficient) {
    TraceLog log = new TraceLog(1, new PrintWriter(new StringWriter()));
    MultiLayerNetwork alone = create.get();
    train(alone, data, coefficient);

    MultiLayerNetwork watched = create.get();
    watched.setListeners(new NetworkTraceWatcher(new NetworkTraceEstimator(watched, data), log));
    train(watched, data, coefficient);

    assertThat(log.traces()).hasSize(watched.getIterationCount()).hasSizeGreaterThan(EPOCHS);
    assertThat(watched.params().data().asDouble()).isEqualTo(alone.params().data().asDouble());
    assertThat(watched.getUpdater().getStateViewArray().data().asDouble())
        .isEqualTo(alone.getUpdater().getStateViewArray().data().asDouble());
    assertThat(watched.score()).isEqualTo(alone.score());
  }

  private static void train(MultiLayerNetwork network, DataSet data, double coefficient) {
    HessianTrace.enable(
        network, HessianTraceRegularization.builder().coefficient(coefficient).seed(1).build());
    Nd4j.getRandom().setSeed(11);
    network.fit(new ShuffledBatches(data, 8, 1), EPOCHS);
  }
}

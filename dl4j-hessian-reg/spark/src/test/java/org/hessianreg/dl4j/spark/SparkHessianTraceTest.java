package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J's own parameter averaging with the penalty, against averages by hand. */
class SparkHessianTraceTest {

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  private static final int WORKERS = 2;
  private static final int FREQUENCY = 2;
  private static final int ROUNDS = 2;

  private static HessianTraceRegularization option() {
    return HessianTraceRegularization.builder().coefficient(0.05).seed(6).build();
  }

  private static ParameterAveragingTrainingMaster.Builder master() {
    return new ParameterAveragingTrainingMaster.Builder(WORKERS, SmallModels.EXAMPLES)
        .batchSizePerWorker(SmallModels.EXAMPLES)
        .averagingFrequency(FREQUENCY)
        .saveUpdater(true)
        .workerPrefetchNumBatches(0)
        .repartionData(Repartition.Never)
        .rddTrainingApproach(RDDTrainingApproach.Direct);
  }

  static Stream<Arguments> cases() {
    return Stream.of(true, false)
        .flatMap(
            layers ->
                Stream.of(new Sgd(0.5), new Adam(0.02))
                    .map(updater -> Arguments.of(layers, updater)));
  }

  private static Model network(boolean layers, IUpdater updater) {
    return layers ? SmallModels.layers(updater) : SmallModels.graph(updater);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void roundsEqualAveragesByHand(boolean layers, IUpdater updater) {
    List<DataSet> batches = SmallModels.batches(WORKERS * FREQUENCY * ROUNDS);
    AveragesByHand expected =
        new AveragesByHand(
            List.of(network(layers, updater), network(layers, updater)),
            worker -> option().ofWorker(worker),
            true);
    Model net = network(layers, updater);
    SparkHessianTrace trace;
    if (layers) {
      SparkDl4jMultiLayer spark =
          new SparkDl4jMultiLayer(SPARK.context(), (MultiLayerNetwork) net, master().build());
      trace = SparkHessianTrace.enable(spark, option());
      rounds(batches, expected).forEach(spark::fit);
    } else {
      SparkComputationGraph spark =
          new SparkComputationGraph(SPARK.context(), (ComputationGraph) net, master().build());
      trace = SparkHessianTrace.enable(spark, option());
      rounds(batches, expected).forEach(spark::fit);
    }
    assertThat(net.params().distance1(expected.params())).isEqualTo(0.0);
    if (expected.updaterState() != null) {
      assertThat(AveragesByHand.updater(net).distance1(expected.updaterState())).isEqualTo(0.0);
    }
    assertThat(trace.history()).hasSize(batches.size());
    for (WorkerPenalty each : trace.history()) {
      assertThat(each.quadraticForm())
          .isEqualTo(expected.quadraticForm(each.worker(), each.iteration()));
    }
  }

  /** The data of each round, which is trained on by hand as well. */
  private static List<JavaRDD<DataSet>> rounds(List<DataSet> batches, AveragesByHand byHand) {
    List<JavaRDD<DataSet>> rounds = new ArrayList<>();
    int size = WORKERS * FREQUENCY;
    for (int from = 0; from < batches.size(); from += size) {
      List<DataSet> round = batches.subList(from, from + size);
      byHand.fit(List.of(round.subList(0, FREQUENCY), round.subList(FREQUENCY, size)), FREQUENCY);
      rounds.add(SPARK.context().parallelize(round, WORKERS));
    }
    return rounds;
  }

  @Tag("slow")
  @Test
  void aFixedDirectionIsMadeOnTheWorkers() {
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5));
    Map<String, INDArray> direction = SmallModels.direction(net);
    WorkerOption fixed =
        worker ->
            HessianTraceRegularization.builder().coefficient(0.05).direction(direction).build();
    SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(SPARK.context(), net, master().build());
    SparkHessianTrace trace = SparkHessianTrace.enable(spark, fixed);
    AveragesByHand expected =
        new AveragesByHand(
            List.of(SmallModels.layers(new Sgd(0.5)), SmallModels.layers(new Sgd(0.5))),
            fixed::option,
            true);
    rounds(SmallModels.batches(WORKERS * FREQUENCY), expected).forEach(spark::fit);
    assertThat(net.params().distance1(expected.params())).isEqualTo(0.0);
    assertThat(trace.history()).hasSize(WORKERS * FREQUENCY);
  }

  /** Another master may take hooks and never call them. */
  @Tag("slow")
  @Test
  void anUnknownMasterIsRefused() {
    TrainingMaster<?, ?> other =
        (TrainingMaster<?, ?>)
            Proxy.newProxyInstance(
                SparkHessianTraceTest.class.getClassLoader(),
                new Class<?>[] {TrainingMaster.class},
                (proxy, method, arguments) -> null);
    SparkDl4jMultiLayer spark =
        new SparkDl4jMultiLayer(SPARK.context(), SmallModels.layers(new Sgd(0.5)), other);
    assertThatThrownBy(() -> SparkHessianTrace.enable(spark, option()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("which is not known to train with the penalty")
        .hasMessageContaining("ParameterAveraging");
  }

  @Tag("slow")
  @Test
  void aMasterWhoseBuilderWasGivenHooksIsRefused() {
    TrainingHook other =
        (TrainingHook)
            Proxy.newProxyInstance(
                SparkHessianTraceTest.class.getClassLoader(),
                new Class<?>[] {TrainingHook.class},
                (proxy, method, arguments) -> null);
    SparkDl4jMultiLayer spark =
        new SparkDl4jMultiLayer(
            SPARK.context(),
            SmallModels.layers(new Sgd(0.5)),
            master().trainingHooks(other).build());
    assertThatThrownBy(() -> SparkHessianTrace.enable(spark, option()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("accepts no more hooks")
        .hasMessageContaining("master.addHook");
  }

  @Tag("slow")
  @Test
  void aPredicateIsRefused() {
    SparkDl4jMultiLayer spark =
        new SparkDl4jMultiLayer(
            SPARK.context(), SmallModels.layers(new Sgd(0.5)), master().build());
    HessianTraceRegularization reg =
        HessianTraceRegularization.builder().coefficient(1e-3).parameters(name -> true).build();
    assertThatThrownBy(() -> SparkHessianTrace.enable(spark, reg))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("parameterPattern");
  }
}

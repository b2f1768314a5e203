package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.net.DatagramSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.solvers.accumulation.EncodedGradientsAccumulator;
import org.deeplearning4j.optimize.solvers.accumulation.EncodingHandler;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.ResidualPostProcessor;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.ThresholdAlgorithm;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.residual.ResidualClippingPostProcessor;
import org.deeplearning4j.optimize.solvers.accumulation.encoding.threshold.FixedThresholdAlgorithm;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.repartitioner.NoOpRepartitioner;
import org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.parameterserver.distributed.conf.VoidConfiguration;

/**
 * DL4J's shared master with the penalty, against a network that encodes its own updates. One worker
 * alone shares its updates with the driver in an order that can be repeated.
 */
@Tag("slow")
class SharedMasterTest {

  @RegisterExtension
  static final LocalSpark SPARK = new LocalSpark(Map.of("spark.master", "local[1]"));

  private static final int PARTITIONS = 2;
  private static final int EPOCHS = 2;
  private static final double THRESHOLD = 1e-3;

  /** The driver adds up what a worker applies one by one, and encoded updates are FLOAT. */
  private static final double ROUNDING = 1e-7;

  private static final IUpdater UPDATER = new Adam(0.02);

  private static HessianTraceRegularization option() {
    return HessianTraceRegularization.builder().coefficient(0.05).seed(6).build();
  }

  private static ThresholdAlgorithm threshold() {
    return new FixedThresholdAlgorithm(THRESHOLD);
  }

  private static ResidualPostProcessor clipping() {
    return new ResidualClippingPostProcessor(5.0, 5);
  }

  private static SharedTrainingMaster master() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0)) {
      VoidConfiguration network =
          VoidConfiguration.builder()
              .unicastPort(socket.getLocalPort())
              .controllerAddress("127.0.0.1")
              .networkMask("127.0.0.0/8")
              .build();
      return new SharedTrainingMaster.Builder(network, SmallModels.EXAMPLES)
          .batchSizePerWorker(SmallModels.EXAMPLES)
          .workersPerNode(1)
          .rddTrainingApproach(RDDTrainingApproach.Direct)
          .repartitioner(new NoOpRepartitioner())
          .thresholdAlgorithm(threshold())
          .residualPostProcessor(clipping())
          .build();
    }
  }

  /** Counts the iterations of the task that it comes with. */
  private static final class Counter extends BaseTrainingListener implements Serializable {

    private static final long serialVersionUID = 1L;

    private final LongAccumulator iterations;

    Counter(LongAccumulator iterations) {
      this.iterations = iterations;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      iterations.add(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sharedUpdatesContainThePenalty(boolean layers) throws IOException {
    List<DataSet> batches = SmallModels.batches(8);
    JavaRDD<DataSet> data = SPARK.context().parallelize(batches, PARTITIONS);
    LongAccumulator counted = SPARK.context().sc().longAccumulator();
    Model net = network(layers);
    SparkHessianTrace trace;
    if (layers) {
      SparkDl4jMultiLayer spark =
          new SparkDl4jMultiLayer(SPARK.context(), (MultiLayerNetwork) net, master());
      trace = SparkHessianTrace.enable(spark, option(), new Counter(counted));
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        spark.fit(data);
      }
    } else {
      SparkComputationGraph spark =
          new SparkComputationGraph(SPARK.context(), (ComputationGraph) net, master());
      trace = SparkHessianTrace.enable(spark, option(), new Counter(counted));
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        spark.fit(data);
      }
    }
    Model expected = network(layers);
    HessianTrace byHand = byHand(expected, batches);
    assertThat(
            trace.history().stream().map(WorkerPenalty::quadraticForm).collect(Collectors.toList()))
        .isEqualTo(
            byHand.history().stream()
                .map(step -> step.quadraticForm())
                .collect(Collectors.toList()));
    assertThat(trace.history()).hasSize(EPOCHS * batches.size());
    assertThat(net.params().distance1(expected.params())).isLessThan(ROUNDING);
    assertThat(counted.value()).isEqualTo(batches.size() / PARTITIONS);
  }

  private static Model network(boolean layers) {
    return layers ? SmallModels.layers(UPDATER) : SmallModels.graph(UPDATER);
  }

  /** What the worker does: it encodes each update, and forgets the rest at a partition's end. */
  private static HessianTrace byHand(Model net, List<DataSet> batches) {
    EncodedGradientsAccumulator accumulator =
        new EncodedGradientsAccumulator.Builder(1)
            .messageHandler(new EncodingHandler(threshold(), clipping(), null, false))
            .thresholdAlgorithm(threshold())
            .residualPostProcessor(clipping())
            .build();
    accumulator.fallbackToSingleConsumerMode(true);
    HessianTrace trace;
    if (net instanceof MultiLayerNetwork) {
      ((MultiLayerNetwork) net).setGradientsAccumulator(accumulator);
      trace = HessianTrace.enable((MultiLayerNetwork) net, option());
    } else {
      ((ComputationGraph) net).setGradientsAccumulator(accumulator);
      trace = HessianTrace.enable((ComputationGraph) net, option());
    }
    int size = batches.size() / PARTITIONS;
    for (int i = 0; i < EPOCHS * PARTITIONS; i++) {
      int from = i % PARTITIONS * size;
      accumulator.touch();
      for (DataSet batch : batches.subList(from, from + size)) {
        AveragesByHand.fit(net, batch);
      }
      accumulator.reset();
    }
    return trace;
  }

  /** DL4J's worker logs what a listener throws, and goes on as if the data had been trained on. */
  @Test
  void whatThePenaltyThrowsEndsTheJob() throws IOException {
    SparkDl4jMultiLayer spark =
        new SparkDl4jMultiLayer(SPARK.context(), SmallModels.layers(UPDATER), master());
    SparkHessianTrace.enable(
        spark,
        worker -> {
          if (TaskContext.get() != null) {
            throw new IllegalStateException("no option on the worker");
          }
          return option();
        });
    JavaRDD<DataSet> data = SPARK.context().parallelize(SmallModels.batches(2), 1);
    assertThatThrownBy(() -> spark.fit(data)).hasMessageContaining("no option on the worker");
  }
}

package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** One message each, which says what to do, and models that are as they were. */
class BadInputTest {

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.05);
  }

  private static ParameterAveraging.Builder builder() {
    return ParameterAveraging.builder(SPARK.context());
  }

  private static AbstractThrowableAssert<?, ?> refused(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(HessianTraceException.class);
  }

  @Tag("slow")
  @Test
  void aPredicateCannotTravel() {
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5));
    HessianTraceRegularization reg = option().parameters(name -> name.endsWith("W")).build();
    refused(() -> builder().build().of(net, reg))
        .hasMessageContaining("a predicate or a fixed direction, which cannot be sent to Spark")
        .hasMessageContaining("parameterPattern(\"regex\")")
        .hasMessageContaining("WorkerOption");
  }

  @Tag("slow")
  @Test
  void aDirectionCannotTravel() {
    ComputationGraph net = SmallModels.graph(new Sgd(0.5));
    HessianTraceRegularization reg = option().direction(SmallModels.direction(net)).build();
    refused(() -> builder().build().of(net, reg))
        .hasMessageContaining("cannot be sent to Spark's workers")
        .hasMessageContaining("draw probes instead of a direction");
  }

  @Tag("slow")
  @Test
  void neitherCanTravelWithASameDiffGraph() {
    SameDiff sd = SmallModels.sameDiff(new Sgd(0.5), option().parameters(name -> true).build());
    refused(() -> builder().build().of(sd))
        .hasMessageContaining("cannot be sent to Spark's workers")
        .hasMessageContaining("parameterPattern(\"regex\")");
  }

  @Tag("slow")
  @Test
  void aPatternTravels() {
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5));
    SparkTraining training = builder().build().of(net, option().parameterPattern("0_W").build());
    training.fit(SPARK.context().parallelize(SmallModels.batches(2), 2), 1);
    assertThat(training.history()).hasSize(2);
  }

  @Tag("slow")
  @Test
  void anEmptyPartitionIsNamed() {
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5));
    INDArray before = net.params().dup();
    SparkTraining training = builder().build().of(net, option().build());
    refused(() -> training.fit(SPARK.context().parallelize(SmallModels.batches(1), 2), 1))
        .hasMessageContaining("Partition 0 of 2 of the data is empty")
        .hasMessageContaining("data.repartition(n)");
    assertThat(net.params()).isEqualTo(before);
  }

  @Tag("slow")
  @Test
  void aMinibatchWithoutLabelsIsRefused() {
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5));
    INDArray before = net.params().dup();
    List<DataSet> unlabelled = new ArrayList<>();
    for (DataSet batch : SmallModels.batches(2)) {
      unlabelled.add(new DataSet(batch.getFeatures(), null));
    }
    SparkTraining training = builder().build().of(net, option().build());
    refused(() -> training.fit(SPARK.context().parallelize(unlabelled, 2), 1))
        .hasMessageContaining("A minibatch has no labels.")
        .hasMessageContaining("features and labels");
    assertThat(net.params()).isEqualTo(before);
  }

  @Tag("slow")
  @Test
  void aNetworkThatIsNotInitialisedIsRefused() {
    MultiLayerNetwork layers =
        new MultiLayerNetwork(
            SmallModels.layers(new Sgd(0.5)).getLayerWiseConfigurations().clone());
    refused(() -> builder().build().of(layers, option().build()))
        .hasMessageContaining("The MultiLayerNetwork is not initialised.");
    ComputationGraph graph =
        new ComputationGraph(SmallModels.graph(new Sgd(0.5)).getConfiguration().clone());
    refused(() -> builder().build().of(graph, option().build()))
        .hasMessageContaining("The ComputationGraph is not initialised.");
  }

  /** What {@code HessianTrace.enable} refuses fails before a job runs. */
  @Tag("slow")
  @Test
  void whatTheLibraryRefusesFailsOnTheDriver() {
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5));
    refused(() -> builder().build().of(net, option().parameterPattern("7_W").build()))
        .hasMessageContaining("None of the parameters [0_W, 0_b, 1_W, 1_b] is selected");
    refused(() -> builder().build().of(SameDiff.create()))
        .hasMessageContaining("The graph has no training configuration.");
  }

  /** A penalty that overflows on a worker stops training with the library's own message. */
  @Tag("slow")
  @Test
  void aWorkersFailureIsItsOwnMessage() {
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5));
    INDArray before = net.params().dup();
    List<DataSet> infinite = SmallModels.batches(2);
    infinite.set(
        1,
        new DataSet(
            Nd4j.valueArrayOf(new long[] {6, 4}, Double.NaN, DataType.DOUBLE),
            infinite.get(0).getLabels()));
    SparkTraining training = builder().build().of(net, option().build());
    refused(() -> training.fit(SPARK.context().parallelize(infinite, 2), 1))
        .hasMessageContaining("iteration 0");
    assertThat(net.params()).isEqualTo(before);
  }

  @Tag("slow")
  @Test
  void countsBelowOneAreRefused() {
    refused(() -> builder().averagingFrequency(0))
        .hasMessageContaining("Averaging frequency is 0, expected at least 1.");
    refused(() -> builder().aggregationDepth(0)).hasMessageContaining("is 0, expected at least 1.");
    refused(() -> builder().checkpoints(Path.of("x"), 0)).hasMessageContaining("Rounds is 0");
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5));
    SparkTraining training = builder().build().of(net, option().build());
    refused(() -> training.fit(SPARK.context().parallelize(SmallModels.batches(2), 2), 0))
        .hasMessageContaining("Epochs is 0");
    refused(() -> training.fit(SPARK.context().parallelize(SmallModels.batches(2), 2), 1, -1))
        .hasMessageContaining("Rounds done is -1");
  }

  @Tag("slow")
  @Test
  void aCheckpointThatCannotBeWrittenIsNamed(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("taken"));
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5));
    SparkTraining training = builder().checkpoints(file, 1).build().of(net, option().build());
    refused(() -> training.fit(SPARK.context().parallelize(SmallModels.batches(2), 2), 1))
        .hasMessageContaining("checkpoint_epoch_0_round_1.zip")
        .hasMessageContaining("name a directory");
  }
}

package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** A training that goes on from a file, in the middle of an epoch, is the uninterrupted one. */
@Tag("slow")
class CheckpointsTest {

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  private static final HessianTraceRegularization OPTION =
      HessianTraceRegularization.builder().coefficient(0.05).seed(6).build();

  @TempDir Path folder;

  private static JavaRDD<DataSet> data() {
    return SPARK.context().parallelize(SmallModels.batches(12), 2);
  }

  /** Three rounds an epoch, of two minibatches for each of two workers. */
  private ParameterAveraging averaging() {
    return ParameterAveraging.builder(SPARK.context())
        .averagingFrequency(2)
        .checkpoints(folder, 2)
        .build();
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
    }
  }

  @Test
  void aMultiLayerNetworkGoesOn() throws Exception {
    MultiLayerNetwork net = SmallModels.layers(new Adam(0.02));
    averaging().of(net, OPTION).fit(data(), 1);
    assertThat(files())
        .containsExactly("checkpoint_epoch_0_round_2.zip", "checkpoint_epoch_0_round_3.zip");
    MultiLayerNetwork resumed =
        MultiLayerNetwork.load(folder.resolve("checkpoint_epoch_0_round_2.zip").toFile(), true);
    SparkTraining training = averaging().of(resumed, OPTION);
    training.fit(data(), 1, 2);
    assertThat(training.history()).extracting(WorkerPenalty::iteration).containsExactly(4, 5, 4, 5);
    assertThat(resumed.params()).isEqualTo(net.params());
    assertThat(AveragesByHand.updater(resumed)).isEqualTo(AveragesByHand.updater(net));
    assertThat(resumed.getEpochCount()).isEqualTo(1);
  }

  @Test
  void aComputationGraphGoesOn() throws Exception {
    ComputationGraph net = SmallModels.graph(new Adam(0.02));
    averaging().of(net, OPTION).fit(data(), 1);
    ComputationGraph resumed =
        ComputationGraph.load(folder.resolve("checkpoint_epoch_0_round_2.zip").toFile(), true);
    averaging().of(resumed, OPTION).fit(data(), 1, 2);
    assertThat(resumed.params()).isEqualTo(net.params());
    assertThat(resumed.getIterationCount()).isEqualTo(6);
    assertThat(resumed.getEpochCount()).isEqualTo(1);
  }

  @Test
  void aSameDiffGraphGoesOn() throws Exception {
    SameDiff sd = SmallModels.sameDiff(new Adam(0.02), OPTION);
    averaging().of(sd).fit(data(), 1);
    SameDiff resumed =
        SameDiff.load(folder.resolve("checkpoint_epoch_0_round_2.fb").toFile(), true);
    averaging().of(resumed).fit(data(), 1, 2);
    for (String name : List.of("w1", "b1", "w2")) {
      assertThat(resumed.getVariable(name).getArr()).isEqualTo(sd.getVariable(name).getArr());
    }
    assertThat(resumed.getTrainingConfig().getEpochCount()).isEqualTo(1);
  }

  @Test
  void theTwoNewestFilesAreKept() throws Exception {
    averaging().of(SmallModels.layers(new Adam(0.02)), OPTION).fit(data(), 2);
    assertThat(files())
        .containsExactly("checkpoint_epoch_1_round_2.zip", "checkpoint_epoch_1_round_3.zip");
  }
}

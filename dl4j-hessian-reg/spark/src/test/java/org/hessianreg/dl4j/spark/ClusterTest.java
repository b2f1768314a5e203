package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;

/** Training in JVMs of their own, one of which is ended in the midst of it. */
@Timeout(300)
@Tag("slow")
class ClusterTest {

  private static final int WORKERS = 2;
  private static final int STEPS = 4;
  private static final HessianTraceRegularization OPTION =
      HessianTraceRegularization.builder().coefficient(0.05).seed(6).build();

  private static StandaloneCluster cluster;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    cluster = new StandaloneCluster(folder, WORKERS, "1g");
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  private static AveragesByHand byHand(List<DataSet> batches, boolean layers, int frequency) {
    AveragesByHand expected =
        new AveragesByHand(
            layers
                ? List.of(SmallModels.layers(new Adam(0.02)), SmallModels.layers(new Adam(0.02)))
                : List.of(SmallModels.graph(new Adam(0.02)), SmallModels.graph(new Adam(0.02))),
            OPTION::ofWorker,
            true);
    expected.fit(List.of(batches.subList(0, STEPS), batches.subList(STEPS, 2 * STEPS)), frequency);
    return expected;
  }

  @Test
  void separateProcessesEqualAveragesByHand() {
    List<DataSet> batches = SmallModels.batches(WORKERS * STEPS);
    MultiLayerNetwork net = SmallModels.layers(new Adam(0.02));
    ParameterAveraging.builder(cluster.context())
        .build()
        .of(net, OPTION)
        .fit(cluster.context().parallelize(batches, WORKERS), 1);
    AveragesByHand expected = byHand(batches, true, 1);
    assertThat(net.params().distance1(expected.params())).isEqualTo(0.0);
    assertThat(AveragesByHand.updater(net).distance1(expected.updaterState())).isEqualTo(0.0);
  }

  @Test
  void sameDiffGraphsInSeparateProcessesEqualAveragesByHand() {
    List<DataSet> batches = SmallModels.batches(WORKERS * STEPS);
    SameDiff sd = SmallModels.sameDiff(new Adam(0.02), OPTION);
    SparkTraining training = ParameterAveraging.builder(cluster.context()).build().of(sd);
    training.fit(cluster.context().parallelize(batches, WORKERS), 1);
    GraphAveragesByHand expected = new GraphAveragesByHand(WORKERS, new Adam(0.02), OPTION);
    expected.fit(List.of(batches.subList(0, STEPS), batches.subList(STEPS, 2 * STEPS)), 1);
    assertThat(training.history()).hasSize(WORKERS * STEPS);
    expected.requireEqual(sd, training.history());
  }

  @Test
  void anExecutorThatIsKilledBetweenRoundsChangesNothing() {
    List<DataSet> batches = SmallModels.batches(WORKERS * STEPS);
    ComputationGraph net = SmallModels.graph(new Adam(0.02));
    List<Long> killed = new ArrayList<>();
    SparkTraining training =
        ParameterAveraging.builder(cluster.context())
            .onRound(
                round -> {
                  if (round.round() == 2) {
                    killed.addAll(kill());
                  }
                })
            .build()
            .of(net, OPTION);
    training.fit(cluster.context().parallelize(batches, WORKERS), 1);

    assertThat(killed).hasSize(1);
    requireUnchanged(net, training, killed.get(0), byHand(batches, false, 1));
  }

  /** A task of the second round has taken one of its two steps when its process ends. */
  @Test
  void anExecutorThatIsKilledWithinARoundChangesNothing(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("process");
    List<DataSet> batches = SmallModels.batches(WORKERS * STEPS);
    List<MultiDataSet> fatal = new ArrayList<>();
    batches.forEach(batch -> fatal.add(batch.toMultiDataSet()));
    fatal.set(STEPS - 1, new FatalMinibatch(batches.get(STEPS - 1), file));
    ComputationGraph net = SmallModels.graph(new Adam(0.02));
    SparkTraining training =
        ParameterAveraging.builder(cluster.context()).averagingFrequency(2).build().of(net, OPTION);
    training.fitMultiDataSet(cluster.context().parallelize(fatal, WORKERS), 1);

    long killed = Long.parseLong(Files.readString(file));
    assertThat(killed).isNotEqualTo(ProcessHandle.current().pid());
    requireUnchanged(net, training, killed, byHand(batches, false, 2));
  }

  private static void requireUnchanged(
      ComputationGraph net, SparkTraining training, long killed, AveragesByHand expected) {
    assertThat(cluster.executors(16)).doesNotContain(killed);
    assertThat(net.params().distance1(expected.params())).isEqualTo(0.0);
    assertThat(AveragesByHand.updater(net).distance1(expected.updaterState())).isEqualTo(0.0);
    assertThat(training.history()).hasSize(WORKERS * STEPS);
    for (WorkerPenalty each : training.history()) {
      assertThat(each.quadraticForm())
          .isEqualTo(expected.quadraticForm(each.worker(), each.iteration()));
    }
  }

  /** Ends the process of one executor. */
  private static List<Long> kill() {
    long process = cluster.executors(16).get(0);
    assertThat(process).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(ProcessHandle.of(process).orElseThrow().destroyForcibly()).isTrue();
    return List.of(process);
  }
}

package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** What is averaged on Spark, against penalised steps on one machine that are averaged by hand. */
@Tag("slow")
class AveragingTest {

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  private static final int WORKERS = 2;
  private static final int STEPS = 4;

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.05).seed(6);
  }

  private static Model network(boolean layers, IUpdater updater) {
    return layers ? SmallModels.layers(updater) : SmallModels.graph(updater);
  }

  /** The workers' shares of the minibatches, as Spark cuts a list. */
  private static List<List<DataSet>> parts(List<DataSet> all, int workers) {
    List<List<DataSet>> parts = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      parts.add(all.subList(i * all.size() / workers, (i + 1) * all.size() / workers));
    }
    return parts;
  }

  private static JavaRDD<DataSet> data(List<DataSet> batches, int workers) {
    return SPARK.context().parallelize(batches, workers);
  }

  private static ParameterAveraging averaging(int frequency, UpdaterState state) {
    return ParameterAveraging.builder(SPARK.context())
        .averagingFrequency(frequency)
        .updaterState(state)
        .build();
  }

  private static SparkTraining training(ParameterAveraging averaging, Model net, WorkerOption reg) {
    return net instanceof MultiLayerNetwork
        ? averaging.of((MultiLayerNetwork) net, reg)
        : averaging.of((ComputationGraph) net, reg);
  }

  static Stream<Arguments> cases() {
    return Stream.of(true, false)
        .flatMap(
            layers ->
                Stream.of(new Sgd(0.5), new Adam(0.02))
                    .flatMap(
                        updater ->
                            Stream.of(1, 2)
                                .flatMap(
                                    frequency ->
                                        Stream.of(true, false)
                                            .map(
                                                fixed ->
                                                    Arguments.of(
                                                        layers, updater, frequency, fixed)))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void networksEqualAveragesByHand(boolean layers, IUpdater updater, int frequency, boolean fixed) {
    Map<String, INDArray> direction = SmallModels.direction(network(layers, updater));
    WorkerOption options =
        worker -> fixed ? option().direction(direction).build() : option().build().ofWorker(worker);
    requireEqual(layers, updater, frequency, options, UpdaterState.AVERAGED);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void workersCanKeepTheStatesOfTheirUpdaters(boolean layers) {
    WorkerOption options = worker -> option().build().ofWorker(worker);
    requireEqual(layers, new Adam(0.02), 1, options, UpdaterState.KEPT);
  }

  static Stream<Boolean> kinds() {
    return Stream.of(true, false);
  }

  private static void requireEqual(
      boolean layers, IUpdater updater, int frequency, WorkerOption options, UpdaterState state) {
    List<DataSet> batches = SmallModels.batches(WORKERS * STEPS);
    List<Model> copies = List.of(network(layers, updater), network(layers, updater));
    boolean averaged = state == UpdaterState.AVERAGED;
    AveragesByHand expected = new AveragesByHand(copies, options::option, averaged);
    expected.fit(parts(batches, WORKERS), frequency);

    Model net = network(layers, updater);
    SparkTraining training = training(averaging(frequency, state), net, options);
    training.fit(data(batches, WORKERS), 1);

    assertThat(net.params().distance1(expected.params())).isEqualTo(0.0);
    if (averaged && expected.updaterState() != null) {
      assertThat(AveragesByHand.updater(net).distance1(expected.updaterState())).isEqualTo(0.0);
    }
    assertThat(training.history()).hasSize(WORKERS * STEPS);
    for (WorkerPenalty each : training.history()) {
      assertThat(each.quadraticForm())
          .isEqualTo(expected.quadraticForm(each.worker(), each.iteration()));
    }
    boolean isLayers = net instanceof MultiLayerNetwork;
    int iteration =
        isLayers
            ? ((MultiLayerNetwork) net).getIterationCount()
            : ((ComputationGraph) net).getIterationCount();
    int epoch =
        isLayers
            ? ((MultiLayerNetwork) net).getEpochCount()
            : ((ComputationGraph) net).getEpochCount();
    assertThat(iteration).isEqualTo(STEPS);
    assertThat(epoch).isEqualTo(1);
  }

  static Stream<Arguments> graphs() {
    return Stream.of(new Sgd(0.5), new Adam(0.02))
        .flatMap(updater -> Stream.of(1, 2).map(frequency -> Arguments.of(updater, frequency)));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void sameDiffGraphsEqualAveragesByHand(IUpdater updater, int frequency) {
    List<DataSet> batches = SmallModels.batches(WORKERS * STEPS);
    GraphAveragesByHand expected = new GraphAveragesByHand(WORKERS, updater, option().build());
    expected.fit(parts(batches, WORKERS), frequency);
    SameDiff sd = SmallModels.sameDiff(updater, option().build());
    SparkTraining training = averaging(frequency, UpdaterState.AVERAGED).of(sd);
    training.fit(data(batches, WORKERS), 1);

    expected.requireEqual(sd, training.history());
    assertThat(training.history()).hasSize(WORKERS * STEPS);
    assertThat(sd.getTrainingConfig().getIterationCount()).isEqualTo(STEPS);
    assertThat(sd.getTrainingConfig().getEpochCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void coefficientZeroIsNoPenalty(boolean layers) {
    List<DataSet> batches = SmallModels.batches(WORKERS * STEPS);
    Model with = network(layers, new Adam(0.02));
    Model without = network(layers, new Adam(0.02));
    ParameterAveraging averaging = averaging(2, UpdaterState.AVERAGED);
    training(averaging, with, AveragingTest::zero).fit(data(batches, WORKERS), 2);
    (layers ? averaging.of((MultiLayerNetwork) without) : averaging.of((ComputationGraph) without))
        .fit(data(batches, WORKERS), 2);
    assertThat(with.params()).isEqualTo(without.params());
  }

  private static HessianTraceRegularization zero(int worker) {
    return option().coefficient(0.0).build().ofWorker(worker);
  }

  @Test
  void coefficientZeroIsNoPenaltyForSameDiff() {
    List<DataSet> batches = SmallModels.batches(WORKERS * STEPS);
    SameDiff with = SmallModels.sameDiff(new Adam(0.02), zero(0));
    SameDiff without = SmallModels.sameDiff(new Adam(0.02));
    ParameterAveraging averaging = averaging(2, UpdaterState.AVERAGED);
    averaging.of(with).fit(data(batches, WORKERS), 2);
    averaging.of(without).fit(data(batches, WORKERS), 2);
    for (String name : List.of("w1", "b1", "w2")) {
      assertThat(with.getVariable(name).getArr()).isEqualTo(without.getVariable(name).getArr());
    }
  }

  /** Plain gradient descent along a fixed direction, averaged at each step. */
  @ParameterizedTest
  @MethodSource("kinds")
  void twoWorkersWithHalfTheMinibatchTakeTheStepOfOne(boolean layers) {
    Model net = network(layers, new Sgd(0.5));
    Model single = network(layers, new Sgd(0.5));
    Map<String, INDArray> direction = SmallModels.direction(net);
    WorkerOption fixed = worker -> option().direction(direction).build();
    List<DataSet> halves = SmallModels.batches(WORKERS * STEPS);
    List<DataSet> wholes = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      wholes.add(DataSet.merge(List.of(halves.get(step), halves.get(STEPS + step))));
    }
    ParameterAveraging averaging = averaging(1, UpdaterState.AVERAGED);
    training(averaging, net, fixed).fit(data(halves, WORKERS), 1);
    training(averaging, single, fixed).fit(data(wholes, 1), 1);
    assertThat(net.params().distance2(single.params())).isLessThan(1e-12);
  }

  @Test
  void workersWithFewerMinibatchesAreLeftOutOfTheirLastRounds() {
    List<DataSet> batches = SmallModels.batches(3);
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5));
    WorkerOption options = worker -> option().build().ofWorker(worker);
    SparkTraining training = averaging(1, UpdaterState.AVERAGED).of(net, options);
    training.fit(data(batches, WORKERS), 1);

    List<Model> copies =
        List.of(SmallModels.layers(new Sgd(0.5)), SmallModels.layers(new Sgd(0.5)));
    AveragesByHand expected = new AveragesByHand(copies, options::option, true);
    expected.fit(List.of(batches.subList(0, 1), batches.subList(1, 2)), 1);
    ((MultiLayerNetwork) copies.get(1)).fit(batches.get(2));
    assertThat(net.params()).isEqualTo(copies.get(1).params());
    assertThat(training.history()).hasSize(3);
    assertThat(net.getIterationCount()).isEqualTo(2);
  }

  /** Enough workers for a tree, whose sums would depend on the order in which they arrive. */
  @Test
  void aTreeOfWorkersRepeatsBitForBit() {
    List<DataSet> batches = SmallModels.batches(18);
    List<INDArray> results = new ArrayList<>();
    for (int depth : new int[] {2, 2, 3, 1}) {
      MultiLayerNetwork net = SmallModels.layers(new Adam(0.02));
      ParameterAveraging.builder(SPARK.context())
          .aggregationDepth(depth)
          .build()
          .of(net, option().build())
          .fit(data(batches, 9), 2);
      results.add(net.params().dup());
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2).distance2(results.get(0))).isLessThan(1e-12);
    assertThat(results.get(3).distance2(results.get(0))).isLessThan(1e-12);
  }

  /** Every model is built anew at the second attempt, and each round begins where it began. */
  @Test
  void aRepeatedTaskChangesNothing() {
    List<DataSet> batches = SmallModels.batches(WORKERS * STEPS);
    MultiLayerNetwork net = SmallModels.layers(new Adam(0.02));
    MultiLayerNetwork smooth = SmallModels.layers(new Adam(0.02));
    ParameterAveraging averaging = averaging(2, UpdaterState.AVERAGED);
    JavaRDD<DataSet> failing = data(batches, WORKERS);
    WorkerOption fails =
        worker -> {
          if (TaskContext.get() != null && TaskContext.get().attemptNumber() == 0) {
            throw new IllegalStateException("the first attempt fails");
          }
          return option().build().ofWorker(worker);
        };
    SparkTraining training = averaging.of(net, fails);
    training.fit(failing, 2);
    averaging.of(smooth, option().build()).fit(data(batches, WORKERS), 2);
    assertThat(net.params()).isEqualTo(smooth.params());
    assertThat(training.history()).hasSize(2 * WORKERS * STEPS);
  }

  @Test
  void modelsAreKeptFromRoundToRound() {
    LongAccumulator made = SPARK.context().sc().longAccumulator();
    WorkerOption counted =
        worker -> {
          if (TaskContext.get() != null) {
            made.add(1);
          }
          return option().build().ofWorker(worker);
        };
    try (SparkTraining training =
        averaging(1, UpdaterState.AVERAGED).of(SmallModels.layers(new Sgd(0.5)), counted)) {
      training.fit(data(SmallModels.batches(WORKERS * STEPS), WORKERS), 2);
      training.fit(data(SmallModels.batches(WORKERS * STEPS), WORKERS), 1);
    }
    assertThat(made.value()).isEqualTo(WORKERS);
  }

  /** Dropout of layers, too, is a function of where training is. */
  @Test
  void dropoutRepeats() {
    List<DataSet> batches = SmallModels.batches(WORKERS * STEPS);
    List<INDArray> results = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      Nd4j.getRandom().setSeed(run);
      MultiLayerNetwork net = SmallModels.layers(new Sgd(0.5), 0.5);
      net.params().assign(SmallModels.layers(new Sgd(0.5)).params());
      averaging(2, UpdaterState.AVERAGED).of(net, option().build()).fit(data(batches, WORKERS), 2);
      results.add(net.params());
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
  }

  @Test
  void progressIsTold() {
    List<TrainingRound> rounds = new ArrayList<>();
    MultiLayerNetwork net = SmallModels.layers(new Adam(0.02));
    SparkTraining training =
        ParameterAveraging.builder(SPARK.context())
            .averagingFrequency(3)
            .onRound(rounds::add)
            .build()
            .of(net, option().build());
    training.fit(data(SmallModels.batches(WORKERS * STEPS), WORKERS), 2);

    assertThat(rounds).extracting(TrainingRound::epoch).containsExactly(0, 0, 1, 1);
    assertThat(rounds).extracting(TrainingRound::round).containsExactly(1, 2, 1, 2);
    assertThat(rounds).extracting(TrainingRound::rounds).containsOnly(2);
    assertThat(rounds).extracting(TrainingRound::iteration).containsExactly(3, 4, 7, 8);
    assertThat(rounds).extracting(TrainingRound::workers).containsOnly(WORKERS);
    long bytes = 8 * 3 * net.numParams();
    assertThat(rounds).extracting(TrainingRound::bytesSent).containsOnly(bytes);
    assertThat(rounds).extracting(TrainingRound::bytesReceived).containsOnly(bytes);
    assertThat(rounds).allMatch(round -> round.trainingSeconds() <= round.seconds());
    assertThat(rounds).allMatch(round -> round.score() > 0.0 && round.penalty() != 0.0);
    assertThat(rounds.get(1).toString())
        .startsWith("epoch 0, round 2 of 2: iteration 4, 2 workers, score ");
  }
}

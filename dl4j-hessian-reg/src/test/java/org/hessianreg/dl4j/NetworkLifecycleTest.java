package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.deeplearning4j.core.storage.StatsStorage;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.IteratorMultiDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.PerformanceListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Every way to train a network, and what may happen to it between two steps. */
class NetworkLifecycleTest {

  private static final int BATCHES = 4;

  private final List<DataSet> batches = DenseNetworks.batches(BATCHES, DataType.DOUBLE);

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.05).seed(2);
  }

  private static MultiLayerNetwork layers() {
    return DenseNetworks.layers(DenseNetworks.conf(DataType.DOUBLE));
  }

  private static ComputationGraph graph() {
    return DenseNetworks.graph(DenseNetworks.conf(DataType.DOUBLE));
  }

  static Stream<Model> networks() {
    return Stream.of(layers(), graph());
  }

  /** A way to train on all batches. */
  private static final class Way {

    private final String name;
    private final BiConsumer<Model, List<DataSet>> fit;
    private final Model net;

    <M extends Model> Way(String name, M net, BiConsumer<M, List<DataSet>> fit) {
      this.name = name;
      this.net = net;
      this.fit = (model, data) -> fit.accept(net, data);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        new Way(
            "layers: arrays",
            layers(),
            (net, data) -> data.forEach(each -> net.fit(each.getFeatures(), each.getLabels()))),
        new Way(
            "layers: class numbers",
            layers(),
            (net, data) ->
                data.forEach(
                    each -> net.fit(each.getFeatures(), each.getLabels().argMax(1).toIntVector()))),
        new Way("layers: DataSetIterator", layers(), (net, data) -> net.fit(iterator(data))),
        new Way(
            "layers: MultiDataSet",
            layers(),
            (net, data) -> data.forEach(each -> net.fit(each.toMultiDataSet()))),
        new Way(
            "layers: MultiDataSetIterator", layers(), (net, data) -> net.fit(multiIterator(data))),
        new Way(
            "graph: arrays",
            graph(),
            (net, data) ->
                data.forEach(
                    each ->
                        net.fit(
                            new INDArray[] {each.getFeatures()},
                            new INDArray[] {each.getLabels()}))),
        new Way("graph: DataSetIterator", graph(), (net, data) -> net.fit(iterator(data))),
        new Way(
            "graph: MultiDataSet",
            graph(),
            (net, data) -> data.forEach(each -> net.fit(each.toMultiDataSet()))),
        new Way(
            "graph: MultiDataSetIterator", graph(), (net, data) -> net.fit(multiIterator(data))));
  }

  private static DataSetIterator iterator(List<DataSet> data) {
    return new ExistingDataSetIterator(data);
  }

  private static IteratorMultiDataSetIterator multiIterator(List<DataSet> data) {
    int examples = data.get(0).numExamples();
    List<MultiDataSet> multi = new ArrayList<>();
    data.forEach(each -> multi.add(each.toMultiDataSet()));
    return new IteratorMultiDataSetIterator(multi.iterator(), examples);
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void everyWayOfFitAppliesTheSame(Way way) {
    Model expected = way.net instanceof MultiLayerNetwork ? layers() : graph();
    DenseNetworks.enable(expected, option().build());
    DenseNetworks.fit(expected, batches);
    HessianTrace trace = DenseNetworks.enable(way.net, option().build());
    way.fit.accept(way.net, batches);
    assertThat(trace.history()).extracting(PenaltyRecord::iteration).containsExactly(0, 1, 2, 3);
    assertThat(way.net.params()).isEqualTo(expected.params());
  }

  @Tag("slow")
  @Test
  void epochsAreCounted() {
    MapSchedule schedule = new MapSchedule(ScheduleType.EPOCH, java.util.Map.of(0, 0.1, 1, 0.2));
    MultiLayerNetwork layers = layers();
    HessianTrace ofLayers = HessianTrace.enable(layers, option().coefficient(schedule).build());
    layers.fit(iterator(batches), 2);
    ComputationGraph graph = graph();
    HessianTrace ofGraph = HessianTrace.enable(graph, option().coefficient(schedule).build());
    graph.fit(iterator(batches), 2);
    for (HessianTrace trace : List.of(ofLayers, ofGraph)) {
      assertThat(trace.history()).hasSize(2 * BATCHES);
      for (PenaltyRecord step : trace.history()) {
        double lambda = step.iteration() < BATCHES ? 0.1 : 0.2;
        assertThat(step.penalty()).isCloseTo(lambda * step.quadraticForm(), within(1e-12));
      }
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("networks")
  void betweenPenalisedStepsNothingIsComputed(Model net) {
    AtomicInteger written = new AtomicInteger();
    Mirrors counting =
        Mirrors.builtIn()
            .layer(
                DenseLayer.class,
                (layer, x) -> {
                  written.incrementAndGet();
                  return layer.activation(
                      layer.conf().getActivationFn(),
                      x.mmul(layer.parameter("W")).add(layer.parameter("b")));
                });
    HessianTraceRegularization every = option().interval(3).build();
    HessianTrace trace =
        net instanceof MultiLayerNetwork
            ? HessianTrace.enable((MultiLayerNetwork) net, every, counting)
            : HessianTrace.enable((ComputationGraph) net, every, counting);
    written.set(0);
    Random random = new Random(1);
    for (int i = 0; i < 7; i++) {
      // A mirror is written for each new size of the minibatch that is penalised.
      DenseNetworks.fit(net, DenseNetworks.batch(random, 2 + i, DataType.DOUBLE));
      assertThat(written.get()).isEqualTo(1 + i / 3);
    }
    assertThat(trace.history()).extracting(PenaltyRecord::iteration).containsExactly(0, 3, 6);
    assertThat(trace.history()).allMatch(step -> step.operations() > 0);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("networks")
  void enablingTwiceIsRefusedAndDisableAllowsItAgain(Model net) {
    HessianTrace first = DenseNetworks.enable(net, option().build());
    assertThatThrownBy(() -> DenseNetworks.enable(net, option().build()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("already", "HessianTrace.disable(net)");
    assertThat(listeners(net)).hasSize(1);
    DenseNetworks.fit(net, batches);
    DenseNetworks.disable(net);
    assertThat(listeners(net)).isEmpty();
    DenseNetworks.fit(net, batches);
    HessianTrace second = DenseNetworks.enable(net, option().build());
    DenseNetworks.fit(net, batches);
    assertThat(first.history()).hasSize(BATCHES);
    assertThat(second.history()).extracting(PenaltyRecord::iteration).containsExactly(8, 9, 10, 11);
  }

  private static List<Object> listeners(Model net) {
    return new ArrayList<>(
        net instanceof MultiLayerNetwork
            ? ((MultiLayerNetwork) net).getListeners()
            : ((ComputationGraph) net).getListeners());
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("networks")
  void otherListenersSeeTheGradientThatIsApplied(Model net) {
    GradientReader before = new GradientReader();
    GradientReader after = new GradientReader();
    net.setListeners(before, new ScoreIterationListener(1));
    DenseNetworks.enable(net, option().direction(DenseNetworks.direction(net)).build());
    net.addListeners(after, new PerformanceListener(1));
    INDArray start = net.params().dup();
    DenseNetworks.fit(net, batches.get(0));
    // Plain gradient descent with rate 0.5 on the mean.
    INDArray applied = start.sub(net.params()).mul(2.0 * batches.get(0).numExamples());
    for (GradientReader reader : List.of(before, after)) {
      assertThat(reader.gradient.distance2(applied)).isLessThan(1e-10);
    }
    assertThat(listeners(net)).hasSize(5);
    DenseNetworks.disable(net);
    assertThat(listeners(net)).hasSize(4).contains(before, after);
  }

  private static final class GradientReader extends BaseTrainingListener {

    private INDArray gradient;

    @Override
    public void onGradientCalculation(Model model) {
      gradient = model.getGradientsViewArray().dup();
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("networks")
  void statisticsAreCollectedBesideIt(Model net) {
    StatsStorage storage = new InMemoryStatsStorage();
    net.setListeners(new StatsListener(storage));
    HessianTrace trace = DenseNetworks.enable(net, option().build());
    DenseNetworks.fit(net, batches);
    assertThat(trace.history()).hasSize(BATCHES);
    assertThat(storage.listSessionIDs()).hasSize(1);
  }

  /** DL4J drops the listeners of a copied sequence of layers: the copy is plain, and says so. */
  @Tag("slow")
  @Test
  void aCopyOfLayersIsPlainUntilItIsEnabled() {
    MultiLayerNetwork net = layers();
    HessianTrace trace = HessianTrace.enable(net, option().build());
    MultiLayerNetwork copy = net.clone();
    assertThat(copy.getListeners()).isEmpty();
    HessianTrace ofCopy = HessianTrace.enable(copy, option().build());
    DenseNetworks.fit(net, batches);
    DenseNetworks.fit(copy, batches);
    assertThat(copy.params()).isEqualTo(net.params());
    assertThat(ofCopy.history()).hasSize(BATCHES);
    assertThat(trace.history()).hasSize(BATCHES);
  }

  /** DL4J lets the copy of a graph share the listeners: it is penalised too. */
  @Tag("slow")
  @Test
  void aCopyOfAGraphIsPenalisedToo() {
    ComputationGraph net = graph();
    HessianTrace trace = HessianTrace.enable(net, option().build());
    ComputationGraph copy = net.clone();
    DenseNetworks.fit(net, batches);
    DenseNetworks.fit(copy, batches);
    assertThat(copy.params()).isEqualTo(net.params());
    assertThat(trace.history()).hasSize(2 * BATCHES);
  }

  /** A copy of a graph shares the list itself, so that a change of it reaches the original half. */
  @Tag("slow")
  @Test
  void aGraphWhoseListenersACopyHasChangedStopsTraining() {
    ComputationGraph net = graph();
    HessianTrace.enable(net, option().build());
    net.clone().setListeners(new ScoreIterationListener(1));
    INDArray before = net.params().dup();
    assertThatThrownBy(() -> DenseNetworks.fit(net, batches))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("listeners", "HessianTrace.enable(net, reg)");
    assertThat(net.params()).isEqualTo(before);
    HessianTrace again = HessianTrace.enable(net, option().build());
    DenseNetworks.fit(net, batches);
    assertThat(again.history()).hasSize(BATCHES);
  }
}

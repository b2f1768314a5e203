package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Networks that share a listener, trained by several threads at the same time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("slow")
class ParallelTrainingTest {

  private static final int WORKERS = 2;
  private static final int STEPS = 20;

  private int masterThreads;

  @BeforeEach
  void note() {
    masterThreads = Nd4j.getEnvironment().maxMasterThreads();
  }

  @AfterEach
  void theProcessWideNumberOfThreadsIsAsItWas() {
    assertThat(Nd4j.getEnvironment().maxMasterThreads()).isEqualTo(masterThreads);
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.05).seed(6);
  }

  static Stream<Model> networks() {
    return Stream.of(network(true), network(false));
  }

  private static Model network(boolean layers) {
    var conf = DenseNetworks.conf(DataType.DOUBLE).updater(new Adam(0.02));
    return layers ? DenseNetworks.layers(conf) : DenseNetworks.graph(conf);
  }

  /** Workers that move along one direction, are fed the same and averaged, do what one does. */
  @ParameterizedTest
  @MethodSource("networks")
  void averagedWorkersOnEqualBatchesDoWhatOneDoes(Model net) throws Exception {
    boolean layers = !(net instanceof ComputationGraph);
    List<DataSet> batches = DenseNetworks.batches(STEPS, DataType.DOUBLE);
    Model single = network(layers);
    HessianTraceRegularization fixed = option().direction(DenseNetworks.direction(single)).build();
    HessianTrace expected = DenseNetworks.enable(single, fixed);
    DenseNetworks.fit(single, batches);

    HessianTrace trace = DenseNetworks.enable(net, fixed);
    List<DataSet> twice = new ArrayList<>();
    batches.forEach(batch -> twice.addAll(List.of(batch.copy(), batch.copy())));
    train(net, ParallelWrapper.TrainingMode.AVERAGING, twice);

    assertThat(trace.history()).hasSize(WORKERS * STEPS);
    for (int i = 0; i < STEPS; i++) {
      PenaltyRecord one = expected.history().get(i);
      for (PenaltyRecord each : trace.history().subList(WORKERS * i, WORKERS * (i + 1))) {
        assertThat(each.iteration()).isEqualTo(i);
        assertThat(Math.abs(each.quadraticForm() - one.quadraticForm())).isLessThan(1e-9);
      }
    }
    assertThat(net.params().distance2(single.params())).isLessThan(1e-9);
  }

  /** Each worker draws the probes of its number: what the wrapper averages, averaged by hand. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void workersDrawProbesOfTheirOwn(boolean layers) throws Exception {
    List<DataSet> batches = DenseNetworks.batches(WORKERS * STEPS, DataType.DOUBLE);
    List<HessianTrace> expected = new ArrayList<>();
    List<Model> byHand = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      Model copy = plainDescent(layers);
      expected.add(DenseNetworks.enable(copy, option().build().ofWorker(worker)));
      byHand.add(copy);
    }
    for (int step = 0; step < STEPS; step++) {
      INDArray sum = Nd4j.zerosLike(byHand.get(0).params());
      for (int worker = 0; worker < WORKERS; worker++) {
        DenseNetworks.fit(byHand.get(worker), batches.get(step * WORKERS + worker));
        sum.addi(byHand.get(worker).params());
      }
      byHand.forEach(copy -> copy.setParams(sum.div(WORKERS)));
    }
    Model net = plainDescent(layers);
    HessianTrace trace = DenseNetworks.enable(net, option().build());
    train(net, ParallelWrapper.TrainingMode.AVERAGING, batches);

    assertThat(trace.history()).hasSize(WORKERS * STEPS);
    for (PenaltyRecord each : trace.history()) {
      assertThat(expected)
          .anyMatch(
              by ->
                  Math.abs(
                          by.history().get(each.iteration()).quadraticForm() - each.quadraticForm())
                      < 1e-9);
    }
    assertThat(net.params().distance2(byHand.get(0).params())).isLessThan(1e-9);
  }

  private static Model plainDescent(boolean layers) {
    var conf = DenseNetworks.conf(DataType.DOUBLE);
    return layers ? DenseNetworks.layers(conf) : DenseNetworks.graph(conf);
  }

  private static void train(Model net, ParallelWrapper.TrainingMode mode, List<DataSet> batches)
      throws Exception {
    ParallelWrapper.Builder<Model> builder = new ParallelWrapper.Builder<>(net);
    builder.workers(WORKERS);
    builder.prefetchBuffer(0);
    builder.averagingFrequency(1);
    builder.trainingMode(mode);
    try (ParallelWrapper wrapper = builder.build()) {
      wrapper.fit(new ExistingDataSetIterator(batches));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void workersThatShareGradientsArePenalised(Model net) throws Exception {
    HessianTrace trace = DenseNetworks.enable(net, option().build());
    INDArray before = net.params().dup();
    train(
        net,
        ParallelWrapper.TrainingMode.SHARED_GRADIENTS,
        DenseNetworks.batches(WORKERS * STEPS, DataType.DOUBLE));
    assertThat(trace.history()).hasSize(WORKERS * STEPS);
    assertThat(trace.history()).allMatch(step -> Double.isFinite(step.quadraticForm()));
    assertThat(net.params()).isNotEqualTo(before);
  }

  /** Graphs that share a listener and take every step at the same time do not see each other. */
  @Test
  void threadsDoNotMixTheirNetworks() throws Exception {
    List<List<DataSet>> data = new ArrayList<>();
    List<ComputationGraph> networks = new ArrayList<>();
    List<INDArray> alone = new ArrayList<>();
    ComputationGraph shared = (ComputationGraph) network(false);
    HessianTrace trace = HessianTrace.enable(shared, option().build());
    CyclicBarrier barrier = new CyclicBarrier(WORKERS);
    List<DataSet> all = DenseNetworks.batches(WORKERS * STEPS, DataType.DOUBLE);
    for (int i = 0; i < WORKERS; i++) {
      List<DataSet> own = all.subList(i * STEPS, (i + 1) * STEPS);
      ComputationGraph single = (ComputationGraph) network(false);
      HessianTrace.enable(single, option().build());
      DenseNetworks.fit(single, own);
      alone.add(single.params());
      data.add(own);
      ComputationGraph copy = (ComputationGraph) network(false);
      copy.setListeners(shared.getListeners());
      copy.addListeners(new Meeting(barrier));
      networks.add(copy);
    }
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        int worker = i;
        runs.add(threads.submit(() -> DenseNetworks.fit(networks.get(worker), data.get(worker))));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    } finally {
      threads.shutdownNow();
    }
    for (int i = 0; i < WORKERS; i++) {
      assertThat(networks.get(i).params()).isEqualTo(alone.get(i));
    }
    assertThat(trace.history()).hasSize(WORKERS * STEPS);
  }

  /** Waits at every step until the other threads are there too. */
  private static final class Meeting extends BaseTrainingListener {

    private final CyclicBarrier barrier;

    Meeting(CyclicBarrier barrier) {
      this.barrier = barrier;
    }

    @Override
    public void onForwardPass(Model model, java.util.Map<String, INDArray> activations) {
      meet();
    }

    @Override
    public void onGradientCalculation(Model model) {
      meet();
    }

    private void meet() {
      try {
        barrier.await(20, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

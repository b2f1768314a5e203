package org.hessianreg.benchmarks;

import java.util.List;
import java.util.Optional;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.PenaltyRecord;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** Trains a network by {@code sd.fit}, the way a user does, on a batch that is in memory. */
final class GraphTraining implements Training {

  private static final long SEED = 1;
  private static final double LEARNING_RATE = 1e-4;

  private final SameDiff graph;
  private final MultiDataSet batch;
  private final StepClock clock = new StepClock();
  private final HessianTrace trace;
  private final double enableMillis;

  GraphTraining(Network network, Method method) {
    graph = network.graph(SEED);
    batch = network.batch(SEED).toMultiDataSet();
    TrainingConfig.Builder config =
        TrainingConfig.builder()
            .updater(new Sgd(LEARNING_RATE))
            .dataSetFeatureMapping(Network.FEATURES)
            .dataSetLabelMapping(Network.LABELS);
    Optional<HessianTraceRegularization> option = method.option(Parameters.of(graph).size());
    option.ifPresent(config::regularization);
    graph.setTrainingConfig(config.build());
    long start = System.nanoTime();
    trace = option.isPresent() ? HessianTrace.enable(graph) : null;
    enableMillis = (System.nanoTime() - start) / 1e6;
  }

  @Override
  public double firstStep() {
    fit(1, clock);
    return enableMillis + clock.millis().get(0);
  }

  /**
   * One more step goes before those that count: each call of {@code fit} starts with an empty cache
   * of arrays, which is no part of a step in the middle of training.
   */
  @Override
  public List<Double> steps(int count) {
    fit(count + 1, clock);
    return clock.millis().subList(1, count + 1);
  }

  /** Without a penalty, those of one more step. */
  @Override
  public long executedOps() {
    if (trace != null) {
      return trace.history().stream()
          .reduce((earlier, later) -> later)
          .map(PenaltyRecord::operations)
          .orElse(0);
    }
    OpCounter counter = new OpCounter();
    graph.fit(new SingletonMultiDataSetIterator(batch), 1, counter);
    return counter.executed();
  }

  @Override
  public void collectedSteps(int count) {
    fit(count, new Collector());
  }

  private void fit(int steps, Listener listener) {
    clock.start();
    graph.fit(new SingletonMultiDataSetIterator(batch), steps, listener);
  }
}

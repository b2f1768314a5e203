package org.hessianreg.dl4j.spark.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.PenaltyRecord;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A SameDiff graph with a training configuration, to be trained by nobody else. */
public final class SameDiffTrainee implements Trainee {

  private final SameDiff graph;
  private final Optional<HessianTrace> trace;
  private final UpdaterStates updaters;
  private final LossSum losses = new LossSum();

  /**
   * Takes a graph.
   *
   * @param graph a graph with a training configuration
   * @param trace the handle to its penalty, if it has one
   */
  public SameDiffTrainee(SameDiff graph, Optional<HessianTrace> trace) {
    this.graph = graph;
    this.trace = trace;
    this.updaters = UpdaterStates.of(graph);
    graph.addListeners(losses);
  }

  private List<INDArray> parameters() {
    return graph.variables().stream()
        .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
        .map(SDVariable::getArr)
        .collect(Collectors.toList());
  }

  @Override
  public ModelState state() {
    TrainingConfig config = graph.getTrainingConfig();
    return new ModelState(
        copies(parameters()),
        copies(updaters.arrays()),
        config.getIterationCount(),
        config.getEpochCount());
  }

  private static List<Numbers> copies(List<INDArray> arrays) {
    return arrays.stream().map(Numbers::of).collect(Collectors.toList());
  }

  @Override
  public void take(ModelState state) {
    copy(state.parameters(), parameters());
    copy(state.updater(), updaters.arrays());
    setCounts(state.iteration(), state.epoch());
  }

  private static void copy(List<Numbers> from, List<INDArray> to) {
    for (int i = 0; i < from.size(); i++) {
      from.get(i).copyTo(to.get(i));
    }
  }

  private void setCounts(int iteration, int epoch) {
    graph.getTrainingConfig().setIterationCount(iteration);
    graph.getTrainingConfig().setEpochCount(epoch);
  }

  @Override
  public double fit(List<MultiDataSet> minibatches) {
    for (MultiDataSet minibatch : minibatches) {
      graph.fit(minibatch);
    }
    return losses.take();
  }

  @Override
  public List<PenaltyRecord> drainHistory() {
    return trace.map(HessianTrace::drainHistory).orElse(List.of());
  }
}

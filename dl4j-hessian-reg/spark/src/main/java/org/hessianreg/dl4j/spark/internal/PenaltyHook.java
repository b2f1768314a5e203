package org.hessianreg.dl4j.spark.internal;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.spark.WorkerOption;
import org.hessianreg.dl4j.spark.WorkerPenalty;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Enables the penalty for each network that a worker of DL4J's parameter averaging makes, before
 * its first minibatch, and sends what its steps compute to the driver.
 */
public final class PenaltyHook implements TrainingHook {

  private static final long serialVersionUID = 1L;

  private final WorkerOption option;
  private final CollectionAccumulator<WorkerPenalty> history;

  /** The driver's network, which stays on the driver: null where the hook has been read. */
  private final transient Model driver;

  /** Of the driver's network, as of when the hook was written last. */
  private int iteration;

  private int epoch;

  /** What is trained at the moment; null in a hook that has just been read. */
  private transient Enabled enabled;

  /**
   * Creates the driver's hook.
   *
   * @param option makes the option of a worker
   * @param history takes what penalised steps compute
   * @param driver the driver's network
   */
  public PenaltyHook(
      WorkerOption option, CollectionAccumulator<WorkerPenalty> history, Model driver) {
    this.option = option;
    this.history = history;
    this.driver = driver;
  }

  /** A network and the handle to its penalty. */
  private static final class Enabled {

    private final Model network;
    private final HessianTrace trace;

    Enabled(Model network, HessianTrace trace) {
      this.network = network;
      this.trace = trace;
    }

    @SuppressWarnings("ReferenceEquality") // A worker makes a network for each split.
    boolean isOf(Model other) {
      return network == other;
    }
  }

  /** Takes along where the driver is: DL4J copies a graph's configuration without its counts. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    if (driver instanceof ComputationGraph) {
      iteration = ((ComputationGraph) driver).getIterationCount();
      epoch = ((ComputationGraph) driver).getEpochCount();
    }
    out.defaultWriteObject();
  }

  private void before(Model network) {
    if (enabled == null || !enabled.isOf(network)) {
      enabled = new Enabled(network, enable(network, TaskContext.getPartitionId()));
    }
  }

  private HessianTrace enable(Model network, int worker) {
    if (network instanceof MultiLayerNetwork) {
      return HessianTrace.enable(
          (MultiLayerNetwork) network, option.option(worker), option.mirrors());
    }
    ComputationGraph graph = (ComputationGraph) network;
    ComputationGraphConfiguration counts = graph.getConfiguration();
    counts.setIterationCount(Math.max(iteration, counts.getIterationCount()));
    counts.setEpochCount(Math.max(epoch, counts.getEpochCount()));
    return HessianTrace.enable(graph, option.option(worker), option.mirrors());
  }

  private void after() {
    Optional.ofNullable(enabled)
        .ifPresent(
            each ->
                each.trace
                    .drainHistory()
                    .forEach(
                        step ->
                            history.add(new WorkerPenalty(TaskContext.getPartitionId(), step))));
  }

  @Override
  public void preUpdate(DataSet minibatch, Model network) {
    before(network);
  }

  @Override
  public void postUpdate(DataSet minibatch, Model network) {
    after();
  }

  @Override
  public void preUpdate(MultiDataSet minibatch, Model network) {
    before(network);
  }

  @Override
  public void postUpdate(MultiDataSet minibatch, Model network) {
    after();
  }
}

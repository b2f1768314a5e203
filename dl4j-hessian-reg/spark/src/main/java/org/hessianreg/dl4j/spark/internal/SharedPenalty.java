package org.hessianreg.dl4j.spark.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.spark.WorkerOption;
import org.hessianreg.dl4j.spark.WorkerPenalty;

/**
 * The penalty of one network that an executor trains for DL4J's shared master. DL4J takes a
 * network's listeners before there is a network to enable the penalty for, so the listener is taken
 * from a copy.
 */
final class SharedPenalty {

  private final int worker;
  private final TrainingListener listener;
  private final HessianTrace trace;
  private int next;

  private SharedPenalty(int worker, TrainingListener listener, HessianTrace trace, int next) {
    this.worker = worker;
    this.listener = listener;
    this.trace = trace;
    this.next = next;
  }

  /**
   * Makes the penalty of a network.
   *
   * @param first the number of the network's first iteration
   */
  static SharedPenalty of(Model network, int worker, WorkerOption option, int first) {
    if (network instanceof MultiLayerNetwork) {
      MultiLayerNetwork copy =
          new MultiLayerNetwork(((MultiLayerNetwork) network).getLayerWiseConfigurations().clone());
      copy.init();
      HessianTrace trace = HessianTrace.enable(copy, option.option(worker), option.mirrors());
      return new SharedPenalty(worker, copy.getListeners().iterator().next(), trace, first);
    }
    ComputationGraph copy =
        new ComputationGraph(((ComputationGraph) network).getConfiguration().clone());
    copy.init();
    HessianTrace trace = HessianTrace.enable(copy, option.option(worker), option.mirrors());
    return new SharedPenalty(worker, copy.getListeners().iterator().next(), trace, first);
  }

  /** The listener that adds the penalty's gradient. */
  TrainingListener listener() {
    return listener;
  }

  /** Counts on: DL4J lets the network of an executor begin each partition at iteration 0. */
  void setCounts(Model network, int epoch) {
    if (network instanceof MultiLayerNetwork) {
      ((MultiLayerNetwork) network).setIterationCount(next);
      ((MultiLayerNetwork) network).setEpochCount(epoch);
    } else {
      ((ComputationGraph) network).getConfiguration().setIterationCount(next);
      ((ComputationGraph) network).getConfiguration().setEpochCount(epoch);
    }
  }

  /** Notes that an iteration has ended. */
  void end(int iteration) {
    next = iteration + 1;
  }

  /** What the iterations since the last call have computed. */
  List<WorkerPenalty> drainHistory() {
    return trace.drainHistory().stream()
        .map(step -> new WorkerPenalty(worker, step))
        .collect(Collectors.toList());
  }
}

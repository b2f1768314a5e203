package org.hessianreg.dl4j.spark.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.hessianreg.dl4j.spark.WorkerPenalty;

/**
 * The penalty of one network that an executor trains for DL4J's shared master. DL4J takes a
 * network's listeners before there is a network to enable the penalty for, so the listener is taken
 * from a copy.
 */
final class SharedPenalty {

  private final int worker;
  private final NetworkTrainee network;
  private final NetworkTrainee copy;
  private int next;

  /**
   * Creates the penalty of a network.
   *
   * @param network what DL4J trains
   * @param copy a copy for which the penalty is enabled
   * @param next the number of the network's next iteration
   */
  SharedPenalty(int worker, NetworkTrainee network, NetworkTrainee copy, int next) {
    this.worker = worker;
    this.network = network;
    this.copy = copy;
    this.next = next;
  }

  /** The listener that adds the penalty's gradient. */
  TrainingListener listener() {
    return copy.listeners().iterator().next();
  }

  /** Counts on: DL4J lets the network of an executor begin each partition at iteration 0. */
  void setCounts(int epoch) {
    network.setCounts(next, epoch);
  }

  /** Notes that an iteration has ended. */
  void end(int iteration) {
    next = iteration + 1;
  }

  /** What the iterations since the last call have computed. */
  List<WorkerPenalty> drainHistory() {
    return copy.drainHistory().stream()
        .map(step -> new WorkerPenalty(worker, step))
        .collect(Collectors.toList());
  }
}

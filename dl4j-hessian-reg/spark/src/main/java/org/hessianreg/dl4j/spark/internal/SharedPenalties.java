package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.hessianreg.dl4j.spark.WorkerOption;
import org.hessianreg.dl4j.spark.WorkerPenalty;

/**
 * The penalties of the networks that one JVM trains for DL4J's shared master. The driver broadcasts
 * the object once, and a JVM keeps one instance of it: the first task of an executor trains on the
 * data of all its tasks, with the listeners that came with that task, while history and failures
 * travel to the driver with whichever task ends.
 */
public final class SharedPenalties implements Serializable {

  /** Of the workers of one executor, which usually has one. */
  private static final int WORKER_STRIDE = 1_000_000;

  private static final long serialVersionUID = 1L;

  private final WorkerOption option;
  private final transient IdentityHashMap<Model, SharedPenalty> penalties = new IdentityHashMap<>();
  private transient Optional<RuntimeException> failure = Optional.empty();
  private transient int iteration;
  private transient int epoch;

  /**
   * Creates an object without penalties.
   *
   * @param option makes the option of a worker
   */
  public SharedPenalties(WorkerOption option) {
    this.option = option;
  }

  /** What does not travel is made anew. */
  private Object readResolve() {
    return new SharedPenalties(option);
  }

  /**
   * Begins a task.
   *
   * @param driverIteration at which networks that are new begin
   * @param driverEpoch the epoch
   */
  synchronized void begin(int driverIteration, int driverEpoch) {
    iteration = driverIteration;
    epoch = driverEpoch;
  }

  private synchronized SharedPenalty of(Model network) {
    return penalties.computeIfAbsent(
        network, key -> SharedPenalty.of(key, nextWorker(), option, iteration));
  }

  /** In local mode the executor is the driver, and has no number. */
  private int nextWorker() {
    String executor = SparkEnv.get().executorId();
    int number = executor.chars().allMatch(Character::isDigit) ? Integer.parseInt(executor) : 0;
    return number + WORKER_STRIDE * penalties.size();
  }

  synchronized void setCounts(Model network) {
    call(network, penalty -> penalty.setCounts(network, epoch));
  }

  /** Calls a network's penalty. DL4J's worker hides what is thrown; {@link #end} does not. */
  void call(Model network, Consumer<SharedPenalty> event) {
    try {
      event.accept(of(network));
    } catch (RuntimeException e) {
      synchronized (this) {
        failure = Optional.of(e);
      }
      throw e;
    }
  }

  /**
   * Ends a task.
   *
   * @param history travels with it
   * @throws RuntimeException what a penalty has thrown since the last task ended
   */
  synchronized void end(CollectionAccumulator<WorkerPenalty> history) {
    penalties.values().forEach(penalty -> penalty.drainHistory().forEach(history::add));
    Optional<RuntimeException> thrown = failure;
    failure = Optional.empty();
    if (thrown.isPresent()) {
      throw thrown.get();
    }
  }
}

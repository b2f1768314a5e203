package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.hessianreg.dl4j.spark.WorkerPenalty;

/**
 * The penalties of the networks that one JVM trains for DL4J's shared master. The driver broadcasts
 * the object once, and a JVM keeps one instance of it: the first task of an executor trains on the
 * data of all its tasks, with the listeners that came with that task, while history and failures
 * travel to the driver with whichever task ends.
 */
public final class SharedPenalties implements Serializable {

  /** Between the numbers of the workers of one executor, which usually has one. */
  private static final int WORKER_STRIDE = 1_000_000;

  private static final long serialVersionUID = 1L;

  private final SentBlueprint blueprint;

  /** Stays where it is: null in an instance that has just been read. */
  private transient Jvm jvm;

  /**
   * Creates an object without penalties.
   *
   * @param blueprint makes copies of the network for which the penalty is enabled
   */
  public SharedPenalties(Blueprint blueprint) {
    this.blueprint = new SentBlueprint(blueprint);
  }

  /** What one JVM has. */
  private static final class Jvm {

    private final IdentityHashMap<Model, SharedPenalty> penalties = new IdentityHashMap<>();
    private Optional<RuntimeException> failure = Optional.empty();
    private int iteration;
    private int epoch;
  }

  private synchronized Jvm jvm() {
    if (jvm == null) {
      jvm = new Jvm();
    }
    return jvm;
  }

  /**
   * Begins a task.
   *
   * @param driverIteration at which networks that are new begin
   * @param driverEpoch the epoch
   */
  synchronized void begin(int driverIteration, int driverEpoch) {
    jvm().iteration = driverIteration;
    jvm().epoch = driverEpoch;
  }

  private synchronized SharedPenalty of(Model network) {
    return jvm().penalties.computeIfAbsent(network, this::create);
  }

  private SharedPenalty create(Model network) {
    int worker = executor() + WORKER_STRIDE * jvm().penalties.size();
    // Of a network, because DL4J's masters train nothing else.
    NetworkTrainee copy = (NetworkTrainee) blueprint.read().create(worker);
    return new SharedPenalty(worker, NetworkTrainee.of(network), copy, jvm().iteration);
  }

  /** In local mode the executor is the driver, and has no number. */
  private static int executor() {
    String id = SparkEnv.get().executorId();
    return id.chars().allMatch(Character::isDigit) ? Integer.parseInt(id) : 0;
  }

  synchronized void setCounts(Model network) {
    call(network, penalty -> penalty.setCounts(jvm().epoch));
  }

  /** Calls a network's penalty. DL4J's worker may hide what is thrown; {@link #end} does not. */
  void call(Model network, Consumer<SharedPenalty> event) {
    try {
      event.accept(of(network));
    } catch (RuntimeException e) {
      synchronized (this) {
        jvm().failure = Optional.of(e);
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
    jvm().penalties.values().forEach(penalty -> penalty.drainHistory().forEach(history::add));
    Optional<RuntimeException> thrown = jvm().failure;
    jvm().failure = Optional.empty();
    if (thrown.isPresent()) {
      throw thrown.get();
    }
  }
}

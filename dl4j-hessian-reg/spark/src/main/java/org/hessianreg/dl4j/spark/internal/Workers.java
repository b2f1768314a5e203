package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.hessianreg.dl4j.spark.WorkerPenalty;
import org.hessianreg.samediff.internal.probes.WorkerSeed;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The workers' models of one JVM. The driver broadcasts the object once, and Spark keeps one
 * instance of a broadcast value in each JVM: models, mirrors and plans live from round to round.
 * Where Spark drops the instance to save memory, or a JVM is lost, they are made anew; what a round
 * computes does not depend on it, because it begins with the driver's state.
 */
public final class Workers implements Serializable {

  private static final long serialVersionUID = 1L;

  private final SentBlueprint blueprint;
  private final boolean keepsUpdater;
  private final long seed;

  /** Stays where it is: null in an instance that has just been read. */
  private transient Map<Integer, Slot> slots;

  /**
   * Creates workers without models.
   *
   * @param blueprint makes their models
   * @param keepsUpdater whether each keeps the state of its updater
   * @param seed of what layers draw, dropout for instance
   */
  public Workers(Blueprint blueprint, boolean keepsUpdater, long seed) {
    this.blueprint = new SentBlueprint(blueprint);
    this.keepsUpdater = keepsUpdater;
    this.seed = seed;
  }

  /** One task at a time trains the model of a worker; a second attempt at the task waits. */
  private static final class Slot {

    private Trainee trainee;
  }

  private synchronized Slot slot(int worker) {
    if (slots == null) {
      slots = new ConcurrentHashMap<>();
    }
    return slots.computeIfAbsent(worker, key -> new Slot());
  }

  /**
   * Trains the model of a worker.
   *
   * @param worker the worker's number
   * @param start what the round begins with
   * @param minibatches the worker's minibatches of the round, at least one
   * @return the worker's share of the average
   */
  public Share train(int worker, RoundStart start, List<MultiDataSet> minibatches) {
    Slot slot = slot(worker);
    synchronized (slot) {
      Trainee trainee = slot.trainee == null ? blueprint.read().create(worker) : slot.trainee;
      // A model whose training fails may be in the middle of a step, and is not used again.
      slot.trainee = null;
      Share share = train(worker, trainee, start.of(worker), minibatches);
      slot.trainee = trainee;
      return share;
    }
  }

  private Share train(
      int worker, Trainee trainee, ModelState start, List<MultiDataSet> minibatches) {
    trainee.drainHistory();
    trainee.take(start);
    Nd4j.getRandom().setSeed(WorkerSeed.of(seed, worker, start.iteration()));
    long begin = System.nanoTime();
    double score = trainee.fit(minibatches);
    long end = System.nanoTime();
    List<WorkerPenalty> penalties =
        trainee.drainHistory().stream()
            .map(step -> new WorkerPenalty(worker, step))
            .collect(Collectors.toList());
    return Share.of(
        worker, minibatches.size(), score, end - begin, trainee.state(), keepsUpdater, penalties);
  }
}

package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hessianreg.dl4j.spark.WorkerPenalty;

/** What one worker, or some together, contribute to the average of a round. Immutable. */
public final class Share implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int position;
  private final int workers;
  private final int minibatches;
  private final double score;
  private final long slowest;
  private final ModelState sum;
  private final HashMap<Integer, List<Numbers>> updaters;
  private final ArrayList<WorkerPenalty> penalties;

  private Share(
      int position,
      int workers,
      int minibatches,
      double score,
      long slowest,
      ModelState sum,
      Map<Integer, List<Numbers>> updaters,
      List<WorkerPenalty> penalties) {
    this.position = position;
    this.workers = workers;
    this.minibatches = minibatches;
    this.score = score;
    this.slowest = slowest;
    this.sum = sum;
    this.updaters = new HashMap<>(updaters);
    this.penalties = new ArrayList<>(penalties);
  }

  /**
   * The share of a worker.
   *
   * @param keepsUpdater whether the updater's state remains the worker's own
   */
  static Share of(
      int worker,
      int minibatches,
      double score,
      long nanoseconds,
      ModelState state,
      boolean keepsUpdater,
      List<WorkerPenalty> penalties) {
    Map<Integer, List<Numbers>> own = keepsUpdater ? Map.of(worker, state.updater()) : Map.of();
    return new Share(worker, 1, minibatches, score, nanoseconds, state, own, penalties);
  }

  /** The shares together, added in their order, so that the sum does not depend on who is first. */
  static Share sum(int position, List<Share> shares) {
    Map<Integer, List<Numbers>> updaters = new HashMap<>();
    List<WorkerPenalty> penalties = new ArrayList<>();
    for (Share share : shares) {
      updaters.putAll(share.updaters);
      penalties.addAll(share.penalties);
    }
    return new Share(
        position,
        shares.stream().mapToInt(share -> share.workers).sum(),
        shares.stream().mapToInt(share -> share.minibatches).sum(),
        shares.stream().mapToDouble(share -> share.score).sum(),
        shares.stream().mapToLong(share -> share.slowest).max().orElse(0L),
        new ModelState(
            columns(shares, share -> share.sum.parameters()),
            columns(shares, share -> share.sum.updater()),
            shares.stream().mapToInt(share -> share.sum.iteration()).max().orElse(0),
            shares.get(0).sum.epoch()),
        updaters,
        penalties);
  }

  private static List<Numbers> columns(List<Share> shares, Function<Share, List<Numbers>> part) {
    List<Numbers> sums = new ArrayList<>();
    for (int i = 0; i < part.apply(shares.get(0)).size(); i++) {
      int column = i;
      sums.add(
          Numbers.sum(
              shares.stream()
                  .map(share -> part.apply(share).get(column))
                  .collect(Collectors.toList())));
    }
    return sums;
  }

  /** Where the share stands among those that are added. */
  int position() {
    return position;
  }

  /**
   * The average of the workers' states, at the last of their iterations.
   *
   * @return the state that the next round begins with
   */
  public ModelState mean() {
    return new ModelState(
        divided(sum.parameters()), divided(sum.updater()), sum.iteration(), sum.epoch());
  }

  private List<Numbers> divided(List<Numbers> sums) {
    return sums.stream().map(each -> each.dividedBy(workers)).collect(Collectors.toList());
  }

  /**
   * The states of the updaters that workers have of their own.
   *
   * @return states by worker
   */
  public Map<Integer, List<Numbers>> updaters() {
    return updaters;
  }

  /**
   * The iteration that the next round begins with.
   *
   * @return at least 1
   */
  public int iteration() {
    return sum.iteration();
  }

  /**
   * How many workers have trained.
   *
   * @return at least 1
   */
  public int workers() {
    return workers;
  }

  /**
   * The mean score of the minibatches.
   *
   * @return the score
   */
  public double meanScore() {
    return score / minibatches;
  }

  /**
   * How long the slowest worker has trained.
   *
   * @return nanoseconds
   */
  public long slowest() {
    return slowest;
  }

  /**
   * What the penalised iterations have computed.
   *
   * @return records by worker, and in order of the iterations for each
   */
  public List<WorkerPenalty> penalties() {
    return penalties;
  }

  /**
   * How many bytes the driver has received of it.
   *
   * @return bytes of parameters and updaters
   */
  public long size() {
    return sum.size()
        + updaters.values().stream().flatMap(List::stream).mapToLong(Numbers::size).sum();
  }
}

package org.hessianreg.dl4j.spark;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.hessianreg.dl4j.spark.internal.Averages;
import org.hessianreg.dl4j.spark.internal.Blueprint;
import org.hessianreg.dl4j.spark.internal.ModelState;
import org.hessianreg.dl4j.spark.internal.Numbers;
import org.hessianreg.dl4j.spark.internal.RoundStart;
import org.hessianreg.dl4j.spark.internal.Share;
import org.hessianreg.dl4j.spark.internal.Trainee;
import org.hessianreg.dl4j.spark.internal.Workers;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The training of one model on a cluster, made by {@link ParameterAveraging}. Workers' models stay
 * in the executors until it is closed, or no longer referenced. Not thread-safe.
 */
public final class SparkTraining implements AutoCloseable {

  private static final double NANOSECONDS = 1e9;

  private final ParameterAveraging averaging;
  private final Trainee model;
  private final Saving saving;
  private final Broadcast<Workers> workers;
  private final List<WorkerPenalty> history = new ArrayList<>();
  private final Deque<Path> checkpoints = new ArrayDeque<>();
  private final Map<Integer, List<Numbers>> updaters = new HashMap<>();

  SparkTraining(ParameterAveraging averaging, Blueprint blueprint, Trainee model, Saving saving) {
    this.averaging = averaging;
    this.model = model;
    this.saving = saving;
    this.workers =
        averaging
            .spark()
            .broadcast(new Workers(blueprint, averaging.keepsUpdater(), averaging.seed()));
  }

  /**
   * Trains the model. When it returns or throws, the model has the average of the last complete
   * round.
   *
   * @param data a minibatch in each element; each partition is a worker, so {@code
   *     data.repartition(n)} trains with {@code n}. The executors keep the minibatches of their
   *     partitions in memory while they are trained on
   * @param epochs how often to go through the data, at least 1
   * @throws HessianTraceException if a partition is empty, a minibatch has no labels, a penalty
   *     cannot be used, or a checkpoint cannot be written
   */
  public void fit(JavaRDD<DataSet> data, int epochs) {
    fit(data, epochs, 0);
  }

  /**
   * As {@link #fit(JavaRDD, int)}, in the middle of an epoch, where a checkpoint was written.
   *
   * @param data as there
   * @param epochs how many epochs to finish, including the one that has begun
   * @param roundsDone the rounds of the first epoch that have been trained, as the checkpoint's
   *     name says; all of them to begin with the next epoch
   * @throws HessianTraceException as there
   */
  public void fit(JavaRDD<DataSet> data, int epochs, int roundsDone) {
    fitMultiDataSet(data.map(DataSet::toMultiDataSet), epochs, roundsDone);
  }

  /**
   * As {@link #fit(JavaRDD, int)}, for models with several inputs or outputs.
   *
   * @param data as there
   * @param epochs as there
   * @throws HessianTraceException as there
   */
  public void fitMultiDataSet(JavaRDD<MultiDataSet> data, int epochs) {
    fitMultiDataSet(data, epochs, 0);
  }

  /**
   * As {@link #fit(JavaRDD, int, int)}, for models with several inputs or outputs.
   *
   * @param data as there
   * @param epochs as there
   * @param roundsDone as there
   * @throws HessianTraceException as there
   */
  public void fitMultiDataSet(JavaRDD<MultiDataSet> data, int epochs, int roundsDone) {
    Counts.atLeast(1, "Epochs", epochs);
    Counts.atLeast(0, "Rounds done", roundsDone);
    JavaRDD<List<MultiDataSet>> partitions =
        data.mapPartitions(SparkTraining::listed).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Failures.explained(
          () -> {
            int[] sizes = sizes(partitions);
            for (int epoch = 0; epoch < epochs; epoch++) {
              epoch(partitions, sizes, epoch == 0 ? roundsDone : 0);
            }
          });
    } finally {
      partitions.unpersist();
    }
  }

  private static Iterator<List<MultiDataSet>> listed(Iterator<MultiDataSet> minibatches) {
    List<MultiDataSet> list = new ArrayList<>();
    minibatches.forEachRemaining(list::add);
    return List.of(list).iterator();
  }

  /** The number of minibatches of each worker. */
  private static int[] sizes(JavaRDD<List<MultiDataSet>> partitions) {
    List<Integer> sizes = partitions.map(List::size).collect();
    for (int worker = 0; worker < sizes.size(); worker++) {
      if (sizes.get(worker) == 0) {
        throw new HessianTraceException(
            String.format(
                "Partition %d of %d of the data is empty: its worker would have nothing to train"
                    + " on.",
                worker, sizes.size()),
            "make at least as many minibatches as partitions, and spread them by"
                + " data.repartition(n).");
      }
    }
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  private void epoch(JavaRDD<List<MultiDataSet>> partitions, int[] sizes, int roundsDone) {
    int longest = Arrays.stream(sizes).max().orElseThrow();
    int frequency = averaging.averagingFrequency();
    int rounds = (longest + frequency - 1) / frequency;
    for (int round = roundsDone; round < rounds; round++) {
      boolean last = round == rounds - 1;
      long begin = System.nanoTime();
      ModelState state = model.state();
      RoundStart start = new RoundStart(state, updaters);
      Share sum = round(partitions, start, sizes.length, round * frequency);
      ModelState mean = sum.mean();
      model.take(last ? mean.inNextEpoch() : mean);
      updaters.putAll(sum.updaters());
      history.addAll(sum.penalties());
      double seconds = (System.nanoTime() - begin) / NANOSECONDS;
      ended(new TrainingRound(state.epoch(), round + 1, rounds, seconds, start.size(), sum));
    }
  }

  private void ended(TrainingRound round) {
    averaging
        .checkpoints()
        .filter(each -> each.isDue(round))
        .ifPresent(each -> each.write(round, saving, checkpoints));
    averaging.onRound().accept(round);
  }

  private Share round(
      JavaRDD<List<MultiDataSet>> partitions, RoundStart start, int count, int from) {
    Broadcast<RoundStart> sent = averaging.spark().broadcast(start);
    try {
      JavaRDD<Share> shares =
          shares(partitions, workers, sent, from, averaging.averagingFrequency());
      return Averages.sum(shares, count, averaging.aggregationDepth());
    } finally {
      sent.destroy();
    }
  }

  /** Static, so that only what is named here is sent. */
  private static JavaRDD<Share> shares(
      JavaRDD<List<MultiDataSet>> partitions,
      Broadcast<Workers> workers,
      Broadcast<RoundStart> start,
      int from,
      int frequency) {
    return partitions.mapPartitionsWithIndex(
        (worker, lists) -> {
          List<MultiDataSet> all = lists.next();
          List<MultiDataSet> due =
              all.subList(Math.min(from, all.size()), Math.min(from + frequency, all.size()));
          return due.isEmpty()
              ? List.<Share>of().iterator()
              : List.of(workers.value().train(worker, start.value(), due)).iterator();
        },
        true);
  }

  /**
   * What the penalised iterations of all workers computed, repeated ones counted once.
   *
   * @return records by rounds, within a round by workers, and for each worker by iterations
   */
  public List<WorkerPenalty> history() {
    return List.copyOf(history);
  }

  /** Makes the executors drop the workers' models. The trained model stays as it is. */
  @Override
  public void close() {
    workers.destroy();
  }
}

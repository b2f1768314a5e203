package org.hessianreg.dl4j.spark;

import java.util.Locale;
import org.hessianreg.dl4j.spark.internal.Share;

/**
 * How far training is after a round, in which all workers have trained and been averaged.
 * Immutable.
 */
public final class TrainingRound {

  private static final double NANOSECONDS = 1e9;

  private final int epoch;
  private final int round;
  private final int rounds;
  private final double seconds;
  private final long bytesSent;
  private final Share sum;

  TrainingRound(int epoch, int round, int rounds, double seconds, long bytesSent, Share sum) {
    this.epoch = epoch;
    this.round = round;
    this.rounds = rounds;
    this.seconds = seconds;
    this.bytesSent = bytesSent;
    this.sum = sum;
  }

  /**
   * The epoch, counted as in the model.
   *
   * @return at least 0
   */
  public int epoch() {
    return epoch;
  }

  /**
   * The round.
   *
   * @return from 1 to {@link #rounds()}
   */
  public int round() {
    return round;
  }

  /**
   * The rounds of the epoch.
   *
   * @return at least 1
   */
  public int rounds() {
    return rounds;
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
   * How many workers have trained in the round.
   *
   * @return at least 1
   */
  public int workers() {
    return sum.workers();
  }

  /**
   * The mean score of the round's minibatches. That of a network does not contain the penalty, that
   * of a SameDiff graph does.
   *
   * @return the score
   */
  public double score() {
    return sum.meanScore();
  }

  /**
   * The mean penalty of the round's penalised steps.
   *
   * @return the penalty; 0 if no step was penalised
   */
  public double penalty() {
    return sum.penalties().stream().mapToDouble(WorkerPenalty::penalty).average().orElse(0.0);
  }

  /**
   * How long the round took on the driver.
   *
   * @return seconds
   */
  public double seconds() {
    return seconds;
  }

  /**
   * How long the slowest worker computed; the rest of the round is communication and waiting.
   *
   * @return seconds
   */
  public double trainingSeconds() {
    return sum.slowest() / NANOSECONDS;
  }

  /**
   * Bytes of parameters and of the updater's state that each executor has received.
   *
   * @return bytes
   */
  public long bytesSent() {
    return bytesSent;
  }

  /**
   * Bytes of parameters and of updaters' states in one share of the average.
   *
   * @return bytes
   */
  public long bytesReceived() {
    return sum.size();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "epoch %d, round %d of %d: iteration %d, %d workers, score %.5f, penalty %.5f, %.2f s"
            + " (%.2f s training)",
        epoch,
        round,
        rounds,
        iteration(),
        workers(),
        score(),
        penalty(),
        seconds,
        trainingSeconds());
  }
}

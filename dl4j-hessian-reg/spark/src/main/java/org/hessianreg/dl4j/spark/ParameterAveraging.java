package org.hessianreg.dl4j.spark;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.spark.internal.Blueprint;
import org.hessianreg.dl4j.spark.internal.GraphBlueprint;
import org.hessianreg.dl4j.spark.internal.GraphTrainee;
import org.hessianreg.dl4j.spark.internal.LayersBlueprint;
import org.hessianreg.dl4j.spark.internal.LayersTrainee;
import org.hessianreg.dl4j.spark.internal.PenaltyBlueprint;
import org.hessianreg.dl4j.spark.internal.SameDiffBlueprint;
import org.hessianreg.dl4j.spark.internal.SameDiffTrainee;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SameDiff;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synchronous training on a Spark cluster with a Hessian-trace penalty. It needs Spark's core and
 * none of DL4J's Spark modules.
 *
 * <pre>{@code
 * ParameterAveraging averaging = ParameterAveraging.builder(sc).averagingFrequency(5).build();
 * SparkTraining training = averaging.of(net, reg);
 * training.fit(minibatches, 10);    // JavaRDD<DataSet>; net has the result
 * training.history();               // vᵀHv and penalty, by worker and iteration
 * }</pre>
 *
 * <p>Each partition of the data is a worker. In a round every worker begins with the driver's
 * parameters, updater's state, iteration and epoch, trains on its next {@code averagingFrequency}
 * minibatches, and the driver takes the average (Zinkevich et al., "Parallelized Stochastic
 * Gradient Descent", NIPS 2010). A worker that has fewer minibatches than others trains on those
 * and is left out of the rounds after them. Workers draw independent probes ({@link
 * HessianTraceRegularization#ofWorker}). A round is a function of what it begins with: Spark
 * repeats it for workers whose task or executor is lost, and the result is the same bit for bit, if
 * the data can be read again in the same order.
 *
 * <p>Immutable; may train several models, one after the other.
 */
public final class ParameterAveraging {

  private static final Logger LOG = LoggerFactory.getLogger(ParameterAveraging.class);

  private final JavaSparkContext spark;
  private final int averagingFrequency;
  private final UpdaterState updaterState;
  private final int aggregationDepth;
  private final long seed;
  private final Optional<Checkpoints> checkpoints;
  private final Consumer<TrainingRound> onRound;

  private ParameterAveraging(Builder builder) {
    this.spark = builder.spark;
    this.averagingFrequency = builder.averagingFrequency;
    this.updaterState = builder.updaterState;
    this.aggregationDepth = builder.aggregationDepth;
    this.seed = builder.seed;
    this.checkpoints = builder.checkpoints;
    this.onRound = builder.onRound;
  }

  /**
   * Starts a trainer.
   *
   * @param spark the driver's context
   * @return a builder: averaging after each minibatch, the updater's state as well
   * @throws HessianTraceException if Spark does not run on this JVM, or its settings do not suit
   *     ND4J's arrays
   */
  public static Builder builder(JavaSparkContext spark) {
    SparkCheck.require();
    SparkCheck.requireSettings(spark.getConf());
    return new Builder(spark);
  }

  /**
   * Prepares the training of a network with the penalty. Listeners of the network are not called.
   *
   * @param net an initialised network; {@code fit} trains it
   * @param reg the option; it travels as text, so it must hold neither a predicate nor a direction
   * @return the training
   * @throws HessianTraceException if the option cannot be sent, or {@link
   *     org.hessianreg.dl4j.HessianTrace#enable(MultiLayerNetwork, HessianTraceRegularization)}
   *     refuses the network
   */
  public SparkTraining of(MultiLayerNetwork net, HessianTraceRegularization reg) {
    return of(net, WorkerOptions.travelling(reg));
  }

  /**
   * As {@link #of(MultiLayerNetwork, HessianTraceRegularization)}, with an option that is made
   * where a worker runs.
   *
   * @param net an initialised network
   * @param option makes the option of a worker
   * @return the training
   * @throws HessianTraceException as there
   */
  public SparkTraining of(MultiLayerNetwork net, WorkerOption option) {
    return training(net, PenaltyBlueprint.of(Objects.requireNonNull(option, "option")));
  }

  /**
   * Prepares the training of a network without a penalty, to compare with.
   *
   * @param net an initialised network
   * @return the training
   */
  public SparkTraining of(MultiLayerNetwork net) {
    return training(net, PenaltyBlueprint.none());
  }

  private SparkTraining training(MultiLayerNetwork net, PenaltyBlueprint penalty) {
    requireInitialised(net.isInitCalled(), "MultiLayerNetwork");
    Blueprint blueprint = new LayersBlueprint(net, penalty);
    return new SparkTraining(
        this, rehearsed(blueprint), new LayersTrainee(net, Optional.empty()), Saving.of(net));
  }

  /**
   * Prepares the training of a network with the penalty. Listeners of the network are not called.
   *
   * @param net an initialised network; {@code fit} trains it
   * @param reg the option; it travels as text, so it must hold neither a predicate nor a direction
   * @return the training
   * @throws HessianTraceException if the option cannot be sent, or {@link
   *     org.hessianreg.dl4j.HessianTrace#enable(ComputationGraph, HessianTraceRegularization)}
   *     refuses the network
   */
  public SparkTraining of(ComputationGraph net, HessianTraceRegularization reg) {
    return of(net, WorkerOptions.travelling(reg));
  }

  /**
   * As {@link #of(ComputationGraph, HessianTraceRegularization)}, with an option that is made where
   * a worker runs.
   *
   * @param net an initialised network
   * @param option makes the option of a worker
   * @return the training
   * @throws HessianTraceException as there
   */
  public SparkTraining of(ComputationGraph net, WorkerOption option) {
    return training(net, PenaltyBlueprint.of(Objects.requireNonNull(option, "option")));
  }

  /**
   * Prepares the training of a network without a penalty, to compare with.
   *
   * @param net an initialised network
   * @return the training
   */
  public SparkTraining of(ComputationGraph net) {
    return training(net, PenaltyBlueprint.none());
  }

  private SparkTraining training(ComputationGraph net, PenaltyBlueprint penalty) {
    requireInitialised(net.getVertices() != null, "ComputationGraph");
    Blueprint blueprint = new GraphBlueprint(net, penalty);
    return new SparkTraining(
        this, rehearsed(blueprint), new GraphTrainee(net, Optional.empty()), Saving.of(net));
  }

  /**
   * Prepares the training of a SameDiff graph, with the penalty if its training configuration holds
   * a {@link HessianTraceRegularization}. Workers enable it by themselves. Listeners of the graph
   * are not called.
   *
   * @param sd a graph with a training configuration; {@code fit} trains it
   * @return the training
   * @throws HessianTraceException if the option cannot be sent, or {@link
   *     org.hessianreg.dl4j.HessianTrace#enable(SameDiff)} refuses the graph
   */
  public SparkTraining of(SameDiff sd) {
    Blueprint blueprint = new SameDiffBlueprint(Objects.requireNonNull(sd, "sd"));
    return new SparkTraining(
        this, rehearsed(blueprint), new SameDiffTrainee(sd, Optional.empty()), Saving.of(sd));
  }

  private static void requireInitialised(boolean initialised, String kind) {
    if (!initialised) {
      throw new HessianTraceException(
          "The " + kind + " is not initialised.", "call net.init() before it is trained.");
    }
  }

  /** Makes a copy on the driver, so that what cannot work fails before anything is sent. */
  private static Blueprint rehearsed(Blueprint blueprint) {
    blueprint.create(0);
    return blueprint;
  }

  JavaSparkContext spark() {
    return spark;
  }

  int averagingFrequency() {
    return averagingFrequency;
  }

  boolean keepsUpdater() {
    return updaterState == UpdaterState.KEPT;
  }

  int aggregationDepth() {
    return aggregationDepth;
  }

  long seed() {
    return seed;
  }

  Optional<Checkpoints> checkpoints() {
    return checkpoints;
  }

  Consumer<TrainingRound> onRound() {
    return onRound;
  }

  /** Builds a {@link ParameterAveraging}. */
  public static final class Builder {

    private final JavaSparkContext spark;
    private int averagingFrequency = 1;
    private UpdaterState updaterState = UpdaterState.AVERAGED;
    private int aggregationDepth = 2;
    private long seed;
    private Optional<Checkpoints> checkpoints = Optional.empty();
    private Consumer<TrainingRound> onRound = round -> LOG.info("{}", round);

    private Builder(JavaSparkContext spark) {
      this.spark = spark;
    }

    /**
     * Sets how many minibatches each worker trains on between two averages.
     *
     * @param minibatches at least 1; with 1 and plain gradient descent, the workers together take
     *     the step of one worker with all their minibatches
     * @return this builder
     */
    public Builder averagingFrequency(int minibatches) {
      this.averagingFrequency = Counts.atLeast(1, "Averaging frequency", minibatches);
      return this;
    }

    /**
     * Sets what happens to the state of the workers' updaters.
     *
     * @param state averaged or kept
     * @return this builder
     */
    public Builder updaterState(UpdaterState state) {
      this.updaterState = Objects.requireNonNull(state, "state");
      return this;
    }

    /**
     * Sets the depth of the tree by which workers' parameters are added up. With more than five
     * workers a deeper tree takes work from the driver; with 1 the driver does it alone. The order
     * of the additions depends on the depth and the number of workers only.
     *
     * @param depth at least 1, and 2 by default, as elsewhere in Spark
     * @return this builder
     */
    public Builder aggregationDepth(int depth) {
      this.aggregationDepth = Counts.atLeast(1, "Depth of the aggregation", depth);
      return this;
    }

    /**
     * Sets the seed of what layers draw, dropout for instance: a worker's draws in a round are a
     * function of this seed, the worker and the iteration. Probes have the seed of their option.
     *
     * @param value any number, 0 by default
     * @return this builder
     */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /**
     * Writes the model, including its updater's state, to files during training: {@code
     * checkpoint_epoch_0_round_20.zip} for a network, to be read by {@code ModelSerializer}, and
     * {@code .fb} for a SameDiff graph. The two newest files are kept.
     *
     * @param directory a directory on the driver, created if necessary
     * @param everyRounds rounds from one file to the next, at least 1; the last round of an epoch
     *     is always written
     * @return this builder
     */
    public Builder checkpoints(Path directory, int everyRounds) {
      this.checkpoints =
          Optional.of(new Checkpoints(directory, Counts.atLeast(1, "Rounds", everyRounds)));
      return this;
    }

    /**
     * Sets a consumer of each round's report; by default the report is logged.
     *
     * @param consumer called on the driver, in the thread that calls {@code fit}
     * @return this builder
     */
    public Builder onRound(Consumer<TrainingRound> consumer) {
      this.onRound = Objects.requireNonNull(consumer, "consumer");
      return this;
    }

    /**
     * Builds the trainer.
     *
     * @return the trainer
     */
    public ParameterAveraging build() {
      return new ParameterAveraging(this);
    }
  }
}

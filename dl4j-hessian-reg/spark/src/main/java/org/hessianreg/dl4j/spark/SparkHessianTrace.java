package org.hessianreg.dl4j.spark;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.spark.internal.Blueprint;
import org.hessianreg.dl4j.spark.internal.GraphBlueprint;
import org.hessianreg.dl4j.spark.internal.LayersBlueprint;
import org.hessianreg.dl4j.spark.internal.PenaltyBlueprint;
import org.hessianreg.dl4j.spark.internal.PenaltyHook;
import org.hessianreg.samediff.HessianTraceException;

/**
 * The penalty for projects that train with DL4J's own parameter averaging on Spark.
 *
 * <pre>{@code
 * SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(sc, net, master);
 * SparkHessianTrace trace = SparkHessianTrace.enable(spark, reg);
 * spark.fit(data);
 * trace.history();
 * }</pre>
 *
 * <p>DL4J creates the workers' networks anew in every round, and with them mirrors and programs;
 * {@link ParameterAveraging} keeps them, and needs none of DL4J's Spark modules. DL4J trains on no
 * more minibatches of a partition than the averaging frequency says.
 */
public final class SparkHessianTrace {

  private static final Comparator<WorkerPenalty> ORDER =
      Comparator.comparingInt(WorkerPenalty::iteration).thenComparingInt(WorkerPenalty::worker);

  private final CollectionAccumulator<WorkerPenalty> records;

  private SparkHessianTrace(CollectionAccumulator<WorkerPenalty> records) {
    this.records = records;
  }

  /**
   * Makes {@code spark.fit} train with the penalty.
   *
   * @param spark a network with a {@code ParameterAveragingTrainingMaster}
   * @param reg the option; it travels as text, so it must hold neither a predicate nor a direction
   * @return a handle to what training computes
   * @throws HessianTraceException if the master is another one or has been given hooks by its
   *     builder, the option cannot be sent, or the library refuses the network
   */
  public static SparkHessianTrace enable(
      SparkDl4jMultiLayer spark, HessianTraceRegularization reg) {
    return enable(spark, WorkerOptions.travelling(reg));
  }

  /**
   * As {@link #enable(SparkDl4jMultiLayer, HessianTraceRegularization)}, with an option that is
   * made where a worker runs.
   *
   * @param spark as there
   * @param option makes the option of a worker
   * @return as there
   * @throws HessianTraceException as there
   */
  public static SparkHessianTrace enable(SparkDl4jMultiLayer spark, WorkerOption option) {
    PenaltyBlueprint penalty = PenaltyBlueprint.of(Objects.requireNonNull(option, "option"));
    return enable(
        new LayersBlueprint(spark.getNetwork(), penalty),
        spark.getTrainingMaster(),
        spark.getSparkContext(),
        option,
        spark.getNetwork());
  }

  /**
   * Makes {@code spark.fit} train with the penalty. Iterations are counted on from round to round:
   * DL4J alone starts each of a graph's rounds at iteration 0, with the same probes and a fresh
   * Adam.
   *
   * @param spark a network with a {@code ParameterAveragingTrainingMaster}
   * @param reg the option; it travels as text, so it must hold neither a predicate nor a direction
   * @return a handle to what training computes
   * @throws HessianTraceException if the master is another one or has been given hooks by its
   *     builder, the option cannot be sent, or the library refuses the network
   */
  public static SparkHessianTrace enable(
      SparkComputationGraph spark, HessianTraceRegularization reg) {
    return enable(spark, WorkerOptions.travelling(reg));
  }

  /**
   * As {@link #enable(SparkComputationGraph, HessianTraceRegularization)}, with an option that is
   * made where a worker runs.
   *
   * @param spark as there
   * @param option makes the option of a worker
   * @return as there
   * @throws HessianTraceException as there
   */
  public static SparkHessianTrace enable(SparkComputationGraph spark, WorkerOption option) {
    PenaltyBlueprint penalty = PenaltyBlueprint.of(Objects.requireNonNull(option, "option"));
    return enable(
        new GraphBlueprint(spark.getNetwork(), penalty),
        spark.getTrainingMaster(),
        spark.getSparkContext(),
        option,
        spark.getNetwork());
  }

  private static SparkHessianTrace enable(
      Blueprint blueprint,
      TrainingMaster<?, ?> master,
      JavaSparkContext context,
      WorkerOption option,
      Model network) {
    requireHooks(master);
    // A copy on the driver, so that what cannot work fails before anything is sent.
    blueprint.create(0);
    CollectionAccumulator<WorkerPenalty> records =
        context.sc().collectionAccumulator("Hessian-trace penalty");
    try {
      master.addHook(new PenaltyHook(option, records, network));
    } catch (UnsupportedOperationException e) {
      throw new HessianTraceException(
          "The training master accepts no more hooks, because its builder was given some.",
          "leave out Builder.trainingHooks, and add your own with master.addHook.",
          e);
    }
    return new SparkHessianTrace(records);
  }

  /** The shared master, for instance, takes hooks and never calls them. */
  private static void requireHooks(TrainingMaster<?, ?> master) {
    if (!(master instanceof ParameterAveragingTrainingMaster)) {
      throw new HessianTraceException(
          String.format(
              "The training master is %s, which would train without the penalty: only"
                  + " ParameterAveragingTrainingMaster calls hooks.",
              master == null ? "missing" : "a " + master.getClass().getSimpleName()),
          "train with ParameterAveragingTrainingMaster, or with this library's ParameterAveraging.");
    }
  }

  /**
   * What the penalised iterations of all workers computed, repeated ones counted once.
   *
   * @return records by iteration and worker, of the rounds that have ended
   */
  public List<WorkerPenalty> history() {
    Map<WorkerPenalty, WorkerPenalty> once = new TreeMap<>(ORDER);
    records.value().forEach(record -> once.put(record, record));
    return once.values().stream().collect(Collectors.toUnmodifiableList());
  }
}

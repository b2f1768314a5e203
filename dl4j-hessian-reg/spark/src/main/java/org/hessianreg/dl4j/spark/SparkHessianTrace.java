package org.hessianreg.dl4j.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.SparkListenable;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.spark.internal.Blueprint;
import org.hessianreg.dl4j.spark.internal.GraphBlueprint;
import org.hessianreg.dl4j.spark.internal.LayersBlueprint;
import org.hessianreg.dl4j.spark.internal.PenaltyBlueprint;
import org.hessianreg.dl4j.spark.internal.PenaltyHook;
import org.hessianreg.dl4j.spark.internal.SharedPenalties;
import org.hessianreg.dl4j.spark.internal.SharedPenaltyListener;
import org.hessianreg.samediff.HessianTraceException;

/**
 * The penalty for projects that train with DL4J's own masters on Spark.
 *
 * <pre>{@code
 * SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(sc, net, master);
 * SparkHessianTrace trace = SparkHessianTrace.enable(spark, reg);
 * spark.fit(data);
 * trace.history();
 * }</pre>
 *
 * <p>With {@code ParameterAveragingTrainingMaster} DL4J creates the workers' networks anew in every
 * round, and with them mirrors and programs; {@link ParameterAveraging} keeps them, and needs none
 * of DL4J's Spark modules. DL4J trains on no more minibatches of a partition than the averaging
 * frequency says.
 *
 * <p>With {@code SharedTrainingMaster} the penalty lives in a training listener, as it does in a
 * network: {@code spark.setListeners} removes it. What an executor shares is encoded from updates
 * that contain the penalty. A worker is an executor, and its networks count their iterations on
 * from partition to partition, which DL4J alone begins at 0 each time.
 */
public final class SparkHessianTrace {

  private static final String SHARED_MASTER =
      "org.deeplearning4j.spark.parameterserver.training.SharedTrainingMaster";

  private static final Comparator<WorkerPenalty> ORDER =
      Comparator.comparingInt(WorkerPenalty::iteration).thenComparingInt(WorkerPenalty::worker);

  private final CollectionAccumulator<WorkerPenalty> records;

  private SparkHessianTrace(CollectionAccumulator<WorkerPenalty> records) {
    this.records = records;
  }

  /**
   * Makes {@code spark.fit} train with the penalty.
   *
   * @param spark a network with a {@code ParameterAveragingTrainingMaster} or a {@code
   *     SharedTrainingMaster}
   * @param reg the option; it travels as text, so it must hold neither a predicate nor a direction
   * @param listeners of yours, which take the place of those set before; where there are none,
   *     those of parameter averaging stay, and the shared master's are dropped
   * @return a handle to what training computes
   * @throws HessianTraceException if the master is another one or has been given hooks by its
   *     builder, the option cannot be sent, or the library refuses the network
   */
  public static SparkHessianTrace enable(
      SparkDl4jMultiLayer spark, HessianTraceRegularization reg, TrainingListener... listeners) {
    return enable(spark, WorkerOptions.travelling(reg), listeners);
  }

  /**
   * As {@link #enable(SparkDl4jMultiLayer, HessianTraceRegularization, TrainingListener...)}, with
   * an option that is made where a worker runs.
   *
   * @param spark as there
   * @param option makes the option of a worker
   * @param listeners as there
   * @return as there
   * @throws HessianTraceException as there
   */
  public static SparkHessianTrace enable(
      SparkDl4jMultiLayer spark, WorkerOption option, TrainingListener... listeners) {
    PenaltyBlueprint penalty = PenaltyBlueprint.of(Objects.requireNonNull(option, "option"));
    return enable(
        new LayersBlueprint(spark.getNetwork(), penalty),
        spark,
        spark.getTrainingMaster(),
        spark.getSparkContext(),
        option,
        spark.getNetwork(),
        List.of(listeners));
  }

  /**
   * Makes {@code spark.fit} train with the penalty. Iterations are counted on from round to round:
   * DL4J alone starts each of a graph's rounds at iteration 0, with the same probes and a fresh
   * Adam.
   *
   * @param spark a network with a {@code ParameterAveragingTrainingMaster} or a {@code
   *     SharedTrainingMaster}
   * @param reg the option; it travels as text, so it must hold neither a predicate nor a direction
   * @param listeners of yours, which take the place of those set before; where there are none,
   *     those of parameter averaging stay, and the shared master's are dropped
   * @return a handle to what training computes
   * @throws HessianTraceException if the master is another one or has been given hooks by its
   *     builder, the option cannot be sent, or the library refuses the network
   */
  public static SparkHessianTrace enable(
      SparkComputationGraph spark, HessianTraceRegularization reg, TrainingListener... listeners) {
    return enable(spark, WorkerOptions.travelling(reg), listeners);
  }

  /**
   * As {@link #enable(SparkComputationGraph, HessianTraceRegularization, TrainingListener...)},
   * with an option that is made where a worker runs.
   *
   * @param spark as there
   * @param option makes the option of a worker
   * @param listeners as there
   * @return as there
   * @throws HessianTraceException as there
   */
  public static SparkHessianTrace enable(
      SparkComputationGraph spark, WorkerOption option, TrainingListener... listeners) {
    PenaltyBlueprint penalty = PenaltyBlueprint.of(Objects.requireNonNull(option, "option"));
    return enable(
        new GraphBlueprint(spark.getNetwork(), penalty),
        spark,
        spark.getTrainingMaster(),
        spark.getSparkContext(),
        option,
        spark.getNetwork(),
        List.of(listeners));
  }

  private static SparkHessianTrace enable(
      Blueprint blueprint,
      SparkListenable spark,
      TrainingMaster<?, ?> master,
      JavaSparkContext context,
      WorkerOption option,
      Model network,
      List<TrainingListener> listeners) {
    // A copy on the driver, so that what cannot work fails before anything is sent.
    blueprint.create(0);
    CollectionAccumulator<WorkerPenalty> records =
        context.sc().collectionAccumulator("Hessian-trace penalty");
    if (master instanceof ParameterAveragingTrainingMaster) {
      addHook(master, new PenaltyHook(option, records, network));
      if (!listeners.isEmpty()) {
        spark.setListeners(listeners);
      }
    } else if (isShared(master)) {
      List<TrainingListener> all = new ArrayList<>();
      // First, so that other listeners see the gradient that is applied.
      all.add(
          new SharedPenaltyListener(
              context.broadcast(new SharedPenalties(blueprint)), records, network));
      all.addAll(listeners);
      spark.setListeners(all);
    } else {
      throw new HessianTraceException(
          String.format(
              "The training master is %s, which is not known to train with the penalty.",
              master == null ? "missing" : "a " + master.getClass().getSimpleName()),
          "train with ParameterAveragingTrainingMaster or SharedTrainingMaster, or with this"
              + " library's ParameterAveraging.");
    }
    return new SparkHessianTrace(records);
  }

  private static void addHook(TrainingMaster<?, ?> master, PenaltyHook hook) {
    try {
      master.addHook(hook);
    } catch (UnsupportedOperationException e) {
      throw new HessianTraceException(
          "The training master accepts no more hooks, because its builder was given some.",
          "leave out Builder.trainingHooks, and add your own with master.addHook.",
          e);
    }
  }

  /** By name, because a project without the shared master need not have its class. */
  private static boolean isShared(TrainingMaster<?, ?> master) {
    return Stream.<Class<?>>iterate(
            master == null ? null : master.getClass(), Objects::nonNull, Class::getSuperclass)
        .anyMatch(type -> type.getName().equals(SHARED_MASTER));
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

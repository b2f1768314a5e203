package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.Replacements;
import org.hessianreg.samediff.internal.reverse.KnownDefects;
import org.hessianreg.samediff.internal.training.Inspection;
import org.hessianreg.samediff.internal.training.PenaltyProblem;
import org.hessianreg.samediff.internal.training.StepHistory;
import org.hessianreg.samediff.internal.training.StepRecord;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches the Hessian-trace penalty of a SameDiff graph or a DL4J network on and off.
 *
 * <pre>{@code
 * HessianTraceRegularization reg = HessianTraceRegularization.builder().coefficient(1e-3).build();
 * sd.setTrainingConfig(TrainingConfig.builder().updater(new Adam(1e-3)).regularization(reg)
 *     .dataSetFeatureMapping("x").dataSetLabelMapping("y").build());
 * HessianTrace trace = HessianTrace.enable(sd);
 * sd.fit(iterator, 10);
 * }</pre>
 *
 * <p>The user's graph, its inference and what {@code sd.save} writes of it stay as they are.
 * SameDiff's gradient function gets one op. At that op a program of native calls computes the
 * losses and the gradients of the whole step, from a private copy of the graph. Not thread-safe, as
 * SameDiff's training is not.
 *
 * <p>Ops that SameDiff differentiates wrongly or not at all, such as dropout or batch
 * normalisation, are written with other ops in that copy where that is possible. Every step is then
 * right while the penalty is enabled, and {@link #warnings} names them; SameDiff alone still trains
 * them wrongly.
 *
 * <p>For a {@code MultiLayerNetwork} or {@code ComputationGraph} one line is enough:
 *
 * <pre>{@code
 * HessianTrace trace = HessianTrace.enable(net, reg);
 * net.fit(iterator, 10);
 * }</pre>
 *
 * <p>The network's configuration, and so what {@code ModelSerializer} writes, stays as it is; after
 * loading, enable again. The penalty lives in a training listener: {@code net.setListeners} removes
 * it, {@code net.addListeners} does not.
 */
public final class HessianTrace {

  private static final Logger LOG = LoggerFactory.getLogger(HessianTrace.class);

  private final StepHistory history;
  private final List<String> warnings;

  private HessianTrace(StepHistory history, List<String> warnings) {
    this.history = history;
    this.warnings = warnings;
  }

  /**
   * Makes {@code sd.fit} train with the penalty that the graph's training configuration holds as
   * {@link HessianTraceRegularization}. Call it once, after {@code sd.setTrainingConfig}, and again
   * after loading a graph.
   *
   * @param sd the graph
   * @return a handle to what training computes
   * @throws HessianTraceException if an op between a parameter and a loss is not supported,
   *     SameDiff itself cannot copy or differentiate the graph, the losses, parameters or option
   *     cannot be used, or the graph is enabled already; the graph and its configuration are then
   *     as they were
   */
  public static HessianTrace enable(SameDiff sd) {
    return enable(sd, Inspection.ofBackend());
  }

  static HessianTrace enable(SameDiff sd, Inspection inspection) {
    Objects.requireNonNull(sd, "sd");
    HessianTraceRegularization option = Options.only(sd);
    if (!listeners(sd).isEmpty()) {
      throw new HessianTraceException(
          "The Hessian-trace penalty is enabled for this graph already.",
          "call HessianTrace.enable(sd) once, or HessianTrace.disable(sd) first.");
    }
    GraphSnapshot snapshot =
        GraphSnapshot.of(sd, option.settings(), SessionShare.least(sd, Losses.of(sd)));
    snapshot.planned().rehearse(option.settings());
    PenaltyProblem problem = snapshot.planned().problem();
    Compositions compositions = snapshot.compositions();
    List<String> warnings = new ArrayList<>(warnings(sd, problem, compositions));
    warnings.addAll(lateReaders(compositions, problem));
    warnings.forEach(LOG::warn);
    PenaltyListener listener = new PenaltyListener(sd, inspection, snapshot);
    sd.addListeners(listener);
    return new HessianTrace(listener.history(), List.copyOf(warnings));
  }

  /**
   * Makes {@code net.fit} train with the penalty. The penalty is that of the score without L1 and
   * L2, and {@code net.score()} does not contain it.
   *
   * @param net an initialised network
   * @param reg the option
   * @return a handle to what training computes
   * @throws HessianTraceException if the network or a part of it is not supported, or the penalty
   *     is enabled for it already; the network is then as it was
   */
  public static HessianTrace enable(MultiLayerNetwork net, HessianTraceRegularization reg) {
    return enable(net, reg, Mirrors.builtIn());
  }

  /**
   * As {@link #enable(MultiLayerNetwork, HessianTraceRegularization)}, for a network with layers or
   * functions of the user.
   *
   * @param net an initialised network
   * @param reg the option
   * @param mirrors how the network's parts are written as SameDiff ops
   * @return a handle to what training computes
   * @throws HessianTraceException as above
   */
  public static HessianTrace enable(
      MultiLayerNetwork net, HessianTraceRegularization reg, Mirrors mirrors) {
    return enable(net, reg, mirrors, Inspection.ofBackend());
  }

  static HessianTrace enable(
      MultiLayerNetwork net,
      HessianTraceRegularization reg,
      Mirrors mirrors,
      Inspection inspection) {
    return new HessianTrace(
        NetworkOption.enable(net, reg, mirrors, inspection).history(), List.of());
  }

  /**
   * Makes {@code net.fit} train with the penalty, as {@link #enable(MultiLayerNetwork,
   * HessianTraceRegularization)} does.
   *
   * @param net an initialised network
   * @param reg the option
   * @return a handle to what training computes
   * @throws HessianTraceException as there
   */
  public static HessianTrace enable(ComputationGraph net, HessianTraceRegularization reg) {
    return enable(net, reg, Mirrors.builtIn());
  }

  /**
   * As {@link #enable(ComputationGraph, HessianTraceRegularization)}, for a network with layers,
   * vertices or functions of the user.
   *
   * @param net an initialised network
   * @param reg the option
   * @param mirrors how the network's parts are written as SameDiff ops
   * @return a handle to what training computes
   * @throws HessianTraceException as there
   */
  public static HessianTrace enable(
      ComputationGraph net, HessianTraceRegularization reg, Mirrors mirrors) {
    return enable(net, reg, mirrors, Inspection.ofBackend());
  }

  static HessianTrace enable(
      ComputationGraph net,
      HessianTraceRegularization reg,
      Mirrors mirrors,
      Inspection inspection) {
    return new HessianTrace(
        NetworkOption.enable(net, reg, mirrors, inspection).history(), List.of());
  }

  /**
   * Removes the penalty from a network. Does nothing to a network that has none. The parameter's
   * type is {@code Object}, so that a project that uses SameDiff alone compiles without
   * Deeplearning4j.
   *
   * @param network a {@code MultiLayerNetwork} or {@code ComputationGraph}
   * @throws HessianTraceException if it is something else
   */
  public static void disable(Object network) {
    NetworkOption.disable(Objects.requireNonNull(network, "network"));
  }

  /** Differentiates a copy of the user's graph as SameDiff will. */
  private static List<String> lateReaders(Compositions compositions, PenaltyProblem problem) {
    SameDiff copy = compositions.copy();
    compositions.takeOutCuts(copy);
    return LateReaders.warnings(copy, PlainGradient.append(copy, problem));
  }

  private static List<String> warnings(
      SameDiff sd, PenaltyProblem problem, Compositions compositions) {
    List<String> warnings = new ArrayList<>();
    for (SameDiffOp op : GraphPaths.between(sd, problem.parameters(), problem.losses())) {
      if (compositions.contain(op)) {
        warnings.add(warning(op, instead(op), "Every step is right while the penalty is enabled"));
      } else {
        KnownDefects.of(op.getOp())
            .ifPresent(
                defect ->
                    warnings.add(
                        warning(
                            op,
                            defect,
                            "The gradient of steps with coefficient 0 is SameDiff's own")));
      }
    }
    return List.copyOf(warnings);
  }

  private static String instead(SameDiffOp op) {
    String kind = op.getOp().opName();
    return KnownDefects.of(op.getOp())
        .orElseGet(
            () ->
                "SameDiff alone trains it wrongly or not at all"
                    + Replacements.of(kind, Replacements.Failure.DIFFERENTIATION)
                        .map(text -> "; there " + text)
                        .orElse(""));
  }

  private static String warning(SameDiffOp op, String defect, String steps) {
    return String.format(
        "Variable '%s': op '%s' (%s): %s. %s.",
        op.getOutputsOfOp().get(0), op.getName(), op.getOp().opName(), defect, steps);
  }

  /**
   * Removes the penalty from a graph: the listener and the option are removed, and a saved file
   * loads without this library. Does nothing to a graph that has neither.
   *
   * @param sd the graph
   */
  public static void disable(SameDiff sd) {
    for (PenaltyListener listener : listeners(sd)) {
      listener.leave();
      sd.getListeners().remove(listener);
    }
    TrainingConfig config = sd.getTrainingConfig();
    if (config != null && config.getRegularization() != null) {
      List<Regularization> others = new ArrayList<>(config.getRegularization());
      others.removeIf(HessianTraceRegularization.class::isInstance);
      config.setRegularization(others);
    }
  }

  /**
   * What the penalised iterations computed since the penalty was enabled.
   *
   * @return a record for each penalised iteration, in order
   */
  public List<PenaltyRecord> history() {
    return records(history.records());
  }

  /**
   * Returns the {@link #history} and clears it, for long runs whose records are kept elsewhere.
   *
   * @return a record for each penalised iteration since the last call, in order
   */
  public List<PenaltyRecord> drainHistory() {
    return records(history.drain());
  }

  private static List<PenaltyRecord> records(List<StepRecord> steps) {
    return steps.stream().map(PenaltyRecord::new).collect(Collectors.toUnmodifiableList());
  }

  /**
   * Ops of the graph that ND4J 1.0.0-M2.1 itself is known to compute or differentiate wrongly, and
   * parameters that SameDiff may change before it has read them. They are logged by {@link #enable}
   * too.
   *
   * @return a sentence for each, naming variable and op, and what to write instead
   */
  public List<String> warnings() {
    return warnings;
  }

  private static List<PenaltyListener> listeners(SameDiff sd) {
    List<Listener> all = sd.getListeners();
    return all.stream()
        .filter(PenaltyListener.class::isInstance)
        .map(PenaltyListener.class::cast)
        .filter(listener -> listener.owns(sd))
        .collect(Collectors.toList());
  }
}

package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hessianreg.samediff.graph.GraphPaths;
import org.hessianreg.samediff.graph.HessianGraphException;
import org.hessianreg.samediff.reverse.KnownDefects;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches the Hessian-trace penalty of a graph on and off.
 *
 * <pre>{@code
 * HessianTraceRegularization reg = HessianTraceRegularization.builder().coefficient(1e-3).build();
 * sd.setTrainingConfig(TrainingConfig.builder().updater(new Adam(1e-3)).regularization(reg)
 *     .dataSetFeatureMapping("x").dataSetLabelMapping("y").build());
 * HessianTrace trace = HessianTrace.enable(sd);
 * sd.fit(iterator, 10);
 * }</pre>
 *
 * <p>The user's graph, its inference and what {@code sd.save} writes of it stay as they are: the
 * ops of the penalty are appended to SameDiff's gradient function. Not thread-safe, as SameDiff's
 * training is not.
 */
public final class HessianTrace {

  private static final Logger LOG = LoggerFactory.getLogger(HessianTrace.class);

  private final PenaltyListener listener;
  private final List<String> warnings;

  private HessianTrace(PenaltyListener listener, List<String> warnings) {
    this.listener = listener;
    this.warnings = warnings;
  }

  /**
   * Makes {@code sd.fit} train with the penalty that the graph's training configuration holds as
   * {@link HessianTraceRegularization}. To be called once, after {@code sd.setTrainingConfig}, and
   * again after loading a graph.
   *
   * @param sd the graph
   * @return a handle to what training computes
   * @throws HessianGraphException if an op between a parameter and a loss is not supported, the
   *     losses, parameters or option cannot be used, or the graph is enabled already; the graph and
   *     its configuration are then as they were
   */
  public static HessianTrace enable(SameDiff sd) {
    Objects.requireNonNull(sd, "sd");
    HessianTraceRegularization option = Options.only(sd);
    if (!listeners(sd).isEmpty()) {
      throw new HessianGraphException(
          "The Hessian-trace penalty is enabled for this graph already.",
          "call HessianTrace.enable(sd) once, or HessianTrace.disable(sd) first.");
    }
    PenaltyProblem problem = PenaltyProblem.of(sd, option);
    rehearse(sd, option, problem);
    List<String> warnings = warnings(sd, problem);
    warnings.forEach(LOG::warn);
    PenaltyListener listener = new PenaltyListener(sd);
    sd.addListeners(listener);
    return new HessianTrace(listener, warnings);
  }

  /** Builds all that training will need on a clone, so that what cannot work fails here. */
  private static void rehearse(
      SameDiff sd, HessianTraceRegularization option, PenaltyProblem problem) {
    SameDiff clone = SameDiff.create();
    clone.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    sd.invokeGraphOn(clone);
    ProbeLayout layout = ProbeLayout.complete(option, problem.probed());
    PenaltyPlan.append(clone, problem, new PlanMemory(), layout.directions(), "hessian_0");
  }

  private static List<String> warnings(SameDiff sd, PenaltyProblem problem) {
    List<String> warnings = new ArrayList<>();
    for (SameDiffOp op : GraphPaths.between(sd, problem.parameters(), problem.losses())) {
      KnownDefects.of(op.getOp())
          .ifPresent(
              defect ->
                  warnings.add(
                      String.format(
                          "Variable '%s': op '%s' (%s): %s. The gradient of steps without a penalty"
                              + " is SameDiff's own.",
                          op.getOutputsOfOp().get(0), op.getName(), op.getOp().opName(), defect)));
    }
    return List.copyOf(warnings);
  }

  /**
   * Takes the penalty off a graph: the listener and the option are removed, and a saved file loads
   * without this library. Does nothing to a graph that has neither.
   *
   * @param sd the graph
   */
  public static void disable(SameDiff sd) {
    for (PenaltyListener listener : listeners(sd)) {
      listener.release();
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
    return listener.history();
  }

  /**
   * Ops of the graph that ND4J 1.0.0-M2.1 itself computes or differentiates wrongly, as far as
   * known. They are logged by {@link #enable} too.
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

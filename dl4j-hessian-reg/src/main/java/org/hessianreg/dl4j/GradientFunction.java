package org.hessianreg.dl4j;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.training.PenaltyProblem;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * SameDiff's gradient function with a switch: at each step the gradient of each parameter is either
 * SameDiff's own or an output of the one op at which a program takes the step.
 *
 * <p>SameDiff looks the gradients' names up at the start of each step and computes what they need,
 * so choosing the names chooses the work.
 */
final class GradientFunction {

  private final SameDiff graph;
  private final PenaltyProblem problem;
  private final SessionShare share;
  private final GraphAddition lossOrder;
  private final Map<String, SDVariable> plainGradients = new HashMap<>();
  private final SessionGradients own;
  private Optional<StepPlace> place = Optional.empty();
  private boolean chosen;

  /**
   * Prepares a gradient function.
   *
   * @param owner the user's graph
   * @param graph its gradient function
   * @param problem losses and parameters
   * @param share what a session computes of a step that a program takes
   * @throws HessianTraceException if the gradient function is older than the user's graph
   */
  GradientFunction(SameDiff owner, SameDiff graph, PenaltyProblem problem, SessionShare share) {
    requireCurrent(owner, graph, problem);
    this.graph = graph;
    this.problem = problem;
    this.share = share;
    // SameDiff reports a loss of 0 if no gradient happens to need the loss itself.
    this.lossOrder = GraphAddition.begin(graph, "loss_order");
    for (String parameter : problem.parameters()) {
      plainGradients.put(parameter, graph.getVariables().get(parameter).getGradient());
    }
    this.own = new SessionGradients(graph, problem, plainGradients.values());
    plainGradients.values().stream()
        .map(gradient -> GraphPaths.producer(graph, gradient.name()))
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(
            op -> lossOrder.waitFor(op.getName(), SessionLosses.of(graph, problem.losses())));
  }

  /** SameDiff keeps a gradient function when ops or losses are added to the graph later. */
  private static void requireCurrent(SameDiff owner, SameDiff graph, PenaltyProblem problem) {
    for (SameDiffOp op : owner.getOps().values()) {
      if (!graph.getOps().containsKey(op.getName())) {
        throw stale("op '" + op.getName() + "' (" + op.getOp().opName() + ")");
      }
    }
    for (String loss : problem.losses()) {
      SDVariable seed = graph.getVariables().get(loss).getGradient();
      if (seed == null) {
        throw stale("loss '" + loss + "'");
      }
    }
    for (String parameter : problem.parameters()) {
      if (graph.getVariables().get(parameter).getGradient() == null) {
        throw stale("parameter '" + parameter + "'");
      }
    }
  }

  private static HessianTraceException stale(String what) {
    return new HessianTraceException(
        "The gradient function was created before " + what + " was added to the graph.",
        "call sd.setLossVariables(...) after changing the graph: SameDiff then creates it anew.");
  }

  SameDiff graph() {
    return graph;
  }

  /** Whether a session computes SameDiff's own gradients. */
  boolean isComputable() {
    return own.areComputable();
  }

  /** The place at which a step that reads some variables can be taken. */
  StepPlace place(List<String> inputs) {
    if (place.isEmpty() || !place.get().inputs().containsAll(inputs)) {
      Set<String> all = new LinkedHashSet<>();
      place.ifPresent(former -> all.addAll(former.inputs()));
      all.addAll(inputs);
      place.ifPresent(StepPlace::detach);
      place =
          Optional.of(
              StepPlace.append(
                  graph,
                  problem.parameters(),
                  share.missing(problem.losses()),
                  all,
                  share.forOthers(graph, problem.losses()),
                  this::restore));
    }
    return place.get();
  }

  /**
   * Makes the next lookup of gradients find those of a place, until {@link #restore} is called or a
   * session begins.
   */
  void choose(StepPlace wanted) {
    if (!chosen) {
      wanted.gradients().forEach(graph::setGradientForVariableName);
      chosen = true;
    }
  }

  /** Makes the next lookup of gradients find SameDiff's own. */
  void restore() {
    if (chosen) {
      plainGradients.forEach(graph::setGradientForVariableName);
      chosen = false;
    }
  }

  /** Leaves the gradient function as SameDiff made it. */
  void release() {
    restore();
    place.ifPresent(StepPlace::detach);
    place = Optional.empty();
    lossOrder.detach();
  }
}

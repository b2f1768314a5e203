package org.hessianreg.dl4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.FreeNames;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * SameDiff's gradient function with a switch: at each step the gradient of each parameter is either
 * SameDiff's own or the one of the penalised loss.
 *
 * <p>SameDiff looks the gradients' names up at the start of each step and computes what they need,
 * so choosing the names chooses the work.
 */
final class GradientGraph {

  private final SameDiff graph;
  private final PenaltyProblem problem;
  private final GraphAddition lossOrder;
  private final PlanMemory memory = new PlanMemory();
  private final Map<String, SDVariable> plainGradients = new HashMap<>();
  private final MemoryBound<List<List<String>>, Optional<PenaltyPlan>> plans =
      new MemoryBound<>(MemoryBound.ofMachine(), GradientGraph::bytes);
  private final SessionGradients own;
  private PenaltyPlan attached;
  private int built;
  private boolean chosen;

  private GradientGraph(SameDiff graph, PenaltyProblem problem, GraphAddition lossOrder) {
    this.graph = graph;
    this.problem = problem;
    this.lossOrder = lossOrder;
    for (String parameter : problem.parameters()) {
      SDVariable gradient = graph.getVariables().get(parameter).getGradient();
      if (gradient != null) {
        plainGradients.put(parameter, gradient);
      }
    }
    this.own = new SessionGradients(graph, problem, plainGradients.values());
  }

  /**
   * Prepares a gradient function.
   *
   * @param owner the user's graph
   * @param graph its gradient function
   * @param problem what is penalised
   * @throws HessianTraceException if the gradient function is older than the user's graph
   */
  static GradientGraph of(SameDiff owner, SameDiff graph, PenaltyProblem problem) {
    requireCurrent(owner, graph, problem);
    // SameDiff reports a loss of 0 if no gradient happens to need the loss itself.
    GraphAddition lossOrder = GraphAddition.begin(graph, "loss_order");
    GradientGraph prepared = new GradientGraph(graph, problem, lossOrder);
    prepared.plainGradients.values().stream()
        .map(gradient -> GraphPaths.producer(graph, gradient.name()))
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(op -> lossOrder.waitFor(op.getName(), SessionLosses.of(graph, problem)));
    return prepared;
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

  PenaltyProblem problem() {
    return problem;
  }

  /**
   * Puts the plan for steps without a penalty into the graph.
   *
   * @return the plan; null if SameDiff's own gradients will do
   */
  PenaltyPlan planWithoutPenalty() {
    return own.areComputable() ? null : plan(List.of());
  }

  /**
   * Puts the plan for a layout into the graph, building it when the layout is new.
   *
   * @param directions the parameters of each direction; none for the gradient of the losses alone
   * @return the plan; null if there is no penalty along these directions
   */
  PenaltyPlan plan(List<List<String>> directions) {
    if (plans.contains(directions)) {
      use(plans.get(directions).orElse(null));
    } else {
      detach();
      String name = FreeNames.prefix(graph, "hessian_" + built++);
      attached = PenaltyPlan.append(graph, problem, memory, directions, name, this::restore);
      plans.put(directions, Optional.ofNullable(attached));
    }
    return attached;
  }

  @SuppressWarnings("ReferenceEquality") // Plans have no contents to compare.
  private void use(PenaltyPlan plan) {
    if (plan != attached) {
      detach();
      attached = plan;
      if (plan != null) {
        plan.attach();
      }
    }
  }

  private static long bytes(Optional<PenaltyPlan> plan) {
    return MemoryBound.BYTES_PER_OP * plan.map(PenaltyPlan::size).orElse(0);
  }

  /**
   * Makes who looks gradients up next get those of a plan, until {@link #restore} is called or a
   * session begins.
   */
  void choose(PenaltyPlan plan) {
    if (!chosen) {
      plan.gradients().forEach(graph::setGradientForVariableName);
      chosen = true;
    }
  }

  /** Makes who looks gradients up next get SameDiff's own. */
  void restore() {
    if (chosen) {
      plainGradients.forEach(graph::setGradientForVariableName);
      chosen = false;
    }
  }

  private void detach() {
    if (attached != null) {
      attached.detach();
      attached = null;
    }
  }

  /** Leaves the gradient function as SameDiff made it. */
  void release() {
    restore();
    detach();
    lossOrder.detach();
  }
}

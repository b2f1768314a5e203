package org.hessianreg.samediff.internal.taylor;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Where a sweep drops second coefficients. Without them at the end of the model, {@code vᵀHv}
 * becomes {@code vᵀJᵀH_zJv}, the quadratic form of the Gauss–Newton matrix (Schraudolph, "Fast
 * Curvature Matrix-Vector Products for Second-Order Gradient Descent", Neural Computation 14, 2002,
 * section 3).
 */
public final class Linearization {

  private final boolean atLossOps;
  private final Set<String> variables;

  private Linearization(boolean atLossOps, Set<String> variables) {
    this.atLossOps = atLossOps;
    this.variables = variables;
  }

  /**
   * Keeps every second coefficient: the Hessian.
   *
   * @return a linearization that does nothing
   */
  public static Linearization none() {
    return new Linearization(false, Set.of());
  }

  /**
   * Ends the model at the inputs of SameDiff's loss ops.
   *
   * @return the linearization
   */
  public static Linearization atLossOps() {
    return new Linearization(true, Set.of());
  }

  /**
   * Ends the model at the given variables.
   *
   * @param variables names of the model's outputs
   * @return the linearization
   */
  public static Linearization at(Set<String> variables) {
    return new Linearization(false, Set.copyOf(variables));
  }

  /**
   * Finds parameters with a path to a loss that does not pass the end of the model.
   *
   * @param graph the graph
   * @param parameters names of parameters
   * @param losses names of losses
   * @return the names of those with such a path
   */
  public Set<String> parametersAround(
      SameDiff graph, Collection<String> parameters, Collection<String> losses) {
    Set<String> open = new HashSet<>(losses);
    open.removeAll(variables);
    List<SameDiffOp> path = GraphPaths.between(graph, parameters, losses);
    for (int i = path.size() - 1; i >= 0; i--) {
      SameDiffOp op = path.get(i);
      boolean reached = op.getOutputsOfOp().stream().anyMatch(open::contains);
      if (reached && !endsModel(op)) {
        GraphPaths.inputs(op).stream().filter(input -> !cuts(input)).forEach(open::add);
      }
    }
    open.retainAll(parameters);
    return open;
  }

  boolean endsModel(SameDiffOp op) {
    return atLossOps && LossRules.isLoss(op.getOp());
  }

  boolean cuts(String variable) {
    return variables.contains(variable);
  }
}

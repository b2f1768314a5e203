package org.hessianreg.samediff.internal.taylor;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SameDiff;

/** Finds where the model ends and the loss begins, for the Gauss–Newton matrix. */
public final class ModelEnd {

  private ModelEnd() {}

  /**
   * Chooses where second coefficients are dropped.
   *
   * @param graph the graph
   * @param losses names of the losses
   * @param parameters names of the parameters with a probe
   * @param curvature the matrix
   * @param modelOutputs names of the variables at which the model ends; empty for the inputs of
   *     SameDiff's loss ops
   * @return the linearization
   * @throws HessianTraceException if a parameter reaches a loss without passing the model's end
   */
  public static Linearization linearization(
      SameDiff graph,
      List<String> losses,
      Collection<String> parameters,
      Curvature curvature,
      Set<String> modelOutputs) {
    if (curvature == Curvature.HESSIAN) {
      if (!modelOutputs.isEmpty()) {
        throw new HessianTraceException(
            String.format(
                "Model outputs %s are named, but the curvature is HESSIAN.", modelOutputs),
            "use curvature(Curvature.GAUSS_NEWTON), or leave modelOutput out.");
      }
      return Linearization.none();
    }
    for (String output : modelOutputs) {
      if (!graph.hasVariable(output)) {
        throw new HessianTraceException(
            String.format("Model output '%s': the graph has no variable of that name.", output),
            "name the variable at which the network ends.");
      }
    }
    Linearization linearization =
        modelOutputs.isEmpty() ? Linearization.atLossOps() : Linearization.at(modelOutputs);
    Set<String> around = linearization.parametersAround(graph, parameters, losses);
    if (!around.isEmpty()) {
      throw new HessianTraceException(
          String.format(
              "Gauss-Newton: parameter '%s' reaches loss %s without passing %s.",
              around.stream().sorted().collect(Collectors.joining("', '")),
              losses,
              modelOutputs.isEmpty()
                  ? "one of SameDiff's loss ops"
                  : "model output " + modelOutputs),
          "name the variable at which the network ends with modelOutput(\"...\").");
    }
    return linearization;
  }
}

package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.Variable;

/** The losses that {@code fit} will minimise, found as SameDiff finds them. */
final class Losses {

  private Losses() {}

  static List<String> of(SameDiff graph) {
    if (!graph.getLossVariables().isEmpty()) {
      return List.copyOf(graph.getLossVariables());
    }
    List<String> configured = graph.getTrainingConfig().getLossVariables();
    if (configured != null && !configured.isEmpty()) {
      return List.copyOf(configured);
    }
    List<String> ends = ends(graph);
    if (ends.size() != 1) {
      throw new HessianTraceException(
          "No loss variable is set, and the graph does not end in just one variable but in "
              + ends
              + ".",
          "call sd.setLossVariables(\"loss\") or TrainingConfig.Builder.minimize(\"loss\").");
    }
    return ends;
  }

  private static List<String> ends(SameDiff graph) {
    List<String> ends = new ArrayList<>();
    for (Variable variable : graph.getVariables().values()) {
      SDVariable v = variable.getVariable();
      boolean read = variable.getInputsForOp() != null && !variable.getInputsForOp().isEmpty();
      if (v.getVariableType() == VariableType.ARRAY && v.dataType().isFPType() && !read) {
        ends.add(v.name());
      }
    }
    return ends;
  }
}

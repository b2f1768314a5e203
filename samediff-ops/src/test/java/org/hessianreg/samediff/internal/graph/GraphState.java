package org.hessianreg.samediff.internal.graph;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;

/** All that an addition may touch in a graph, as lines of text to be compared. */
public final class GraphState {

  private GraphState() {}

  /**
   * Describes a graph.
   *
   * @param graph the graph
   * @return the lines
   */
  public static Set<String> of(SameDiff graph) {
    Set<String> lines = new TreeSet<>();
    for (SameDiffOp op : graph.getOps().values()) {
      lines.add(
          String.format(
              "op %s reads %s, computes %s, waits for %s",
              GraphPaths.describe(op),
              GraphPaths.inputs(op),
              op.getOutputsOfOp(),
              orNone(op.getControlDeps())));
    }
    for (Variable variable : graph.getVariables().values()) {
      lines.add(
          String.format(
              "%s %s of %s is read by %s, awaited by %s",
              variable.getVariable().getVariableType(),
              variable.getName(),
              variable.getOutputOfOp(),
              orNone(variable.getInputsForOp()),
              orNone(variable.getControlDepsForOp())));
    }
    for (String constant : graph.getConstantArrays().arrayNames()) {
      lines.add("array of " + constant);
    }
    return lines;
  }

  /** SameDiff has null and an empty list for the same thing. */
  private static Collection<String> orNone(List<String> names) {
    return names == null ? Set.of() : new TreeSet<>(names);
  }
}

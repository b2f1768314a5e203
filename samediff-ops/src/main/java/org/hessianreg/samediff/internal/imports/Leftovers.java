package org.hessianreg.samediff.internal.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.LossChecks;
import org.hessianreg.samediff.internal.graph.Replacements;
import org.hessianreg.samediff.internal.reverse.KnownDefects;
import org.hessianreg.samediff.internal.taylor.TaylorSweep;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** What a prepared graph still has between its parameters and outputs that is in the way. */
final class Leftovers {

  private Leftovers() {}

  /**
   * Lists what is in the way.
   *
   * @param graph the prepared graph
   * @param outputs names of its outputs
   * @param left for the first output of ops that could not be repaired, why
   * @return a line for each
   */
  static List<String> of(SameDiff graph, List<String> outputs, Map<String, String> left) {
    List<String> lines = new ArrayList<>();
    List<String> parameters = LossChecks.parametersOf(graph, outputs, name -> true);
    for (SameDiffOp op : GraphPaths.between(graph, parameters, outputs)) {
      String output = op.getOutputsOfOp().get(0);
      String kind = op.getOp().opName();
      boolean isComposed = Compositions.names().contains(kind);
      if (!isComposed && !TaylorSweep.hasRule(kind)) {
        lines.add(
            String.format("'%s' (%s) has no rule for second derivatives", output, kind)
                + Replacements.of(kind, Replacements.Failure.RULE)
                    .map(text -> "; " + text)
                    .orElse(""));
      } else if (left.containsKey(output)) {
        lines.add(left.get(output));
      } else if (!isComposed) {
        KnownDefects.of(op.getOp())
            .ifPresent(text -> lines.add(String.format("'%s' (%s): %s", output, kind, text)));
      }
    }
    return lines;
  }
}

package org.hessianreg.dl4j;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.OwnGradient;
import org.hessianreg.samediff.internal.graph.Replacements;
import org.hessianreg.samediff.internal.training.PenaltyProblem;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * SameDiff's own gradient function. {@code fit} creates it before anything else, also where every
 * step is penalised, so that an op which SameDiff cannot differentiate is refused.
 */
final class PlainGradient {

  private static final String NUMBER = "give its dimension as a number, not as an input";

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("concat", NUMBER),
          Map.entry("split", NUMBER),
          Map.entry("reverse", NUMBER),
          Map.entry("reduce_logsumexp", NUMBER),
          Map.entry("squeeze", "give the dimensions to squeeze, or use reshape"),
          Map.entry("transpose", "use permute"),
          Map.entry("gather", "give the indices as an input"),
          Map.entry("flatten", "reshape each array to a vector, and use concat"),
          Map.entry("clipbynorm", "give the dimensions, or write it with norm2 and scalarMin"),
          Map.entry("batch_to_space", "use cnn().batchToSpace(x, blocks, crops)"),
          Map.entry("space_to_batch", "use cnn().spaceToBatch(x, blocks, padding)"));

  private PlainGradient() {}

  /**
   * Creates the gradient function of a graph.
   *
   * @param graph a clone of the user's graph
   * @throws HessianTraceException if SameDiff cannot
   */
  static SameDiff of(SameDiff graph, PenaltyProblem problem) {
    graph.setLossVariables(problem.losses().toArray(new String[0]));
    try {
      graph.createGradFunction();
    } catch (RuntimeException e) {
      List<SameDiffOp> path = GraphPaths.between(graph, problem.parameters(), problem.losses());
      for (int i = path.size() - 1; i >= 0; i--) {
        requireDifferentiable(graph, path.get(i));
      }
      throw new HessianTraceException(
          String.format("SameDiff cannot differentiate losses %s: %s.", problem.losses(), text(e)),
          "write the graph with other ops.",
          e);
    }
    return graph.getFunction("grad");
  }

  private static void requireDifferentiable(SameDiff graph, SameDiffOp entry) {
    DifferentialFunction op = entry.getOp();
    OwnGradient.trial(graph, op, GraphPaths.outputs(graph, entry))
        .ifPresent(
            failure -> {
              throw new HessianTraceException(
                  String.format(
                      "Variable '%s': SameDiff cannot differentiate op '%s' (%s), and so cannot train"
                          + " a graph that contains it, with or without a penalty: %s.",
                      entry.getOutputsOfOp().get(0), entry.getName(), op.opName(), failure.text()),
                  Replacements.of(op.opName())
                          .orElse(INSTEAD.getOrDefault(op.opName(), "write it with other ops"))
                      + ", or cut the path with stopGradient.",
                  failure.cause());
            });
  }

  private static String text(RuntimeException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}

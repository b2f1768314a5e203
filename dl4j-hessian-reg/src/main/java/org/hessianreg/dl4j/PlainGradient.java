package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.hessianreg.samediff.internal.compositions.Cut;
import org.hessianreg.samediff.internal.graph.GradientCount;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.Replacements;
import org.hessianreg.samediff.internal.training.PenaltyProblem;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * SameDiff's own gradient function. {@code fit} creates it before anything else, also where every
 * step is penalised, so that an op which SameDiff cannot differentiate is refused.
 */
final class PlainGradient {

  private PlainGradient() {}

  /**
   * Creates the gradient function of a graph.
   *
   * @param compositions what is written with other ops in the copy that SameDiff differentiates
   * @throws HessianTraceException if SameDiff cannot
   */
  static SameDiff of(Compositions compositions, PenaltyProblem problem) {
    SameDiff graph = compositions.copy();
    List<Cut> cuts = compositions.takeOutCuts(graph);
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
    SameDiff gradients = graph.getFunction("grad");
    cuts.forEach(cut -> cut.putInto(gradients));
    return gradients;
  }

  private static void requireDifferentiable(SameDiff graph, SameDiffOp entry) {
    DifferentialFunction op = entry.getOp();
    List<SDVariable> cotangents = new ArrayList<>();
    for (SDVariable output : GraphPaths.outputs(graph, entry)) {
      cotangents.add(output.dataType().isFPType() ? graph.zerosLike(output) : null);
    }
    try {
      GradientCount.require(op, op.doDiff(cotangents));
    } catch (RuntimeException e) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': SameDiff cannot differentiate op '%s' (%s), and so cannot train a"
                  + " graph that contains it, with or without a penalty: %s.",
              entry.getOutputsOfOp().get(0), entry.getName(), op.opName(), text(e)),
          Replacements.of(op.opName(), Replacements.Failure.DIFFERENTIATION)
                  .orElse("write it with other ops")
              + ", or cut the path with stopGradient.",
          e);
    }
  }

  private static String text(RuntimeException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}

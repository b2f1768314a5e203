package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.hessianreg.samediff.internal.compositions.Cut;
import org.hessianreg.samediff.internal.graph.FreeNames;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.OwnGradient;
import org.hessianreg.samediff.internal.graph.Replacements;
import org.hessianreg.samediff.internal.training.PenaltyProblem;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * SameDiff's own gradient. {@code fit} creates the gradient function before anything else, also
 * where every step is penalised, so that an op which SameDiff cannot differentiate is refused.
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
      append(graph, problem);
      throw new HessianTraceException(
          String.format("SameDiff cannot differentiate losses %s: %s.", problem.losses(), text(e)),
          "write the graph with other ops.",
          e);
    }
    SameDiff gradients = graph.getFunction("grad");
    cuts.forEach(cut -> cut.putInto(gradients));
    return gradients;
  }

  /**
   * Differentiates a graph as SameDiff will, op by op by its {@code doDiff}. {@code
   * createGradFunction} itself takes time that grows with the square of the number of ops.
   *
   * @param graph a clone of the user's graph, from which the cuts of compositions are taken out
   * @return the gradients by the parameters' names
   * @throws HessianTraceException if SameDiff cannot differentiate an op
   */
  static Map<String, SDVariable> append(SameDiff graph, PenaltyProblem problem) {
    GraphAddition ops = GraphAddition.begin(graph, FreeNames.prefix(graph, "plain"));
    Map<String, SDVariable> cotangents = new HashMap<>();
    for (String loss : problem.losses()) {
      cotangents.put(loss, graph.onesLike(graph.getVariable(loss)));
    }
    List<SameDiffOp> path = GraphPaths.between(graph, problem.parameters(), problem.losses());
    Set<String> moving = new HashSet<>(problem.parameters());
    path.forEach(op -> moving.addAll(op.getOutputsOfOp()));
    for (int i = path.size() - 1; i >= 0; i--) {
      if (path.get(i).getOutputsOfOp().stream().anyMatch(cotangents::containsKey)) {
        try (NameScope scope = ops.scope(path.get(i))) {
          differentiate(graph, path.get(i), moving, cotangents);
        }
      }
    }
    Map<String, SDVariable> gradients = new LinkedHashMap<>();
    for (String parameter : problem.parameters()) {
      Optional.ofNullable(cotangents.get(parameter)).ifPresent(g -> gradients.put(parameter, g));
    }
    return gradients;
  }

  private static void differentiate(
      SameDiff graph, SameDiffOp entry, Set<String> moving, Map<String, SDVariable> cotangents) {
    List<SDVariable> ofOutputs = new ArrayList<>();
    for (SDVariable output : GraphPaths.outputs(graph, entry)) {
      SDVariable known = cotangents.get(output.name());
      boolean none = known == null && output.dataType().isFPType();
      ofOutputs.add(none ? graph.zerosLike(output) : known);
    }
    List<SDVariable> ofInputs = ofInputs(entry, ofOutputs, moving);
    List<String> inputs = GraphPaths.inputs(entry);
    for (int i = 0; i < ofInputs.size(); i++) {
      if (ofInputs.get(i) != null && moving.contains(inputs.get(i))) {
        cotangents.merge(inputs.get(i), ofInputs.get(i), SDVariable::add);
      }
    }
  }

  private static List<SDVariable> ofInputs(
      SameDiffOp entry, List<SDVariable> ofOutputs, Set<String> moving) {
    DifferentialFunction op = entry.getOp();
    try {
      return OwnGradient.of(op, ofOutputs, i -> moving.contains(op.arg(i).name()));
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

package org.hessianreg.samediff.internal.training;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.execution.ExecutableOps;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.Recurrent;
import org.hessianreg.samediff.internal.graph.Replacements;
import org.hessianreg.samediff.internal.graph.UnusableGradients;
import org.hessianreg.samediff.internal.recurrence.Expansion;
import org.hessianreg.samediff.internal.reverse.KnownDefects;
import org.hessianreg.samediff.internal.taylor.TaylorSweep;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * The ops that a user wants to be differentiated by difference quotients. Each of them must need
 * that, and have a gradient from which it can be done.
 */
public final class DifferencedOps {

  private final List<SameDiffOp> path;

  private DifferencedOps(List<SameDiffOp> path) {
    this.path = path;
  }

  /**
   * Checks names.
   *
   * @param graph the graph
   * @param names ND4J's names of ops
   * @param parameters names of the parameters that get a probe
   * @param losses names of the losses
   * @throws HessianTraceException if no op of a name lies between parameters and losses, one that
   *     does has an exact rule, or it cannot be differentiated by quotients
   */
  public static void require(
      SameDiff graph,
      Collection<String> names,
      Collection<String> parameters,
      Collection<String> losses) {
    if (!names.isEmpty()) {
      DifferencedOps ops =
          new DifferencedOps(withSteps(graph, GraphPaths.between(graph, parameters, losses)));
      names.forEach(ops::require);
    }
  }

  private static List<SameDiffOp> withSteps(SameDiff graph, List<SameDiffOp> ops) {
    List<SameDiffOp> all = new ArrayList<>(ops);
    for (SameDiffOp op : ops) {
      if (op.getOp() instanceof Recurrent) {
        all.addAll(GraphPaths.ancestors(graph, ((Recurrent) op.getOp()).variablesOfStep()));
      }
    }
    return all;
  }

  private void require(String name) {
    List<SameDiffOp> ops =
        path.stream().filter(op -> op.getOp().opName().equals(name)).collect(Collectors.toList());
    if (ops.isEmpty()) {
      throw new HessianTraceException(
          String.format(
              "Op '%s' is named in differences, but no op of that name lies between a parameter with"
                  + " a probe and the loss.",
              name),
          "remove it, or name one of those that do and have no rule: " + withoutRule() + ".");
    }
    ops.forEach(DifferencedOps::require);
  }

  private Set<String> withoutRule() {
    return path.stream()
        .map(op -> op.getOp().opName())
        .filter(name -> !hasRule(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean hasRule(String name) {
    return TaylorSweep.hasRule(name) || Expansion.names().contains(name);
  }

  private static void require(SameDiffOp op) {
    String name = op.getOp().opName();
    if (hasRule(name)) {
      throw unusable(op, "has an exact rule", "remove it from differences.");
    }
    if (!ExecutableOps.contains(op.getOp())) {
      throw unusable(
          op,
          "is no function of its inputs alone",
          instead(name) + ", and remove it from differences.");
    }
    Optional<String> defect = KnownDefects.of(op.getOp());
    if (defect.isPresent() || UnusableGradients.contain(name)) {
      throw unusable(
          op,
          "is computed or differentiated wrongly by ND4J itself"
              + defect.map(text -> " (" + text + ")").orElse(""),
          instead(name) + ", and remove it from differences.");
    }
  }

  private static String instead(String name) {
    return Replacements.of(name, Replacements.Failure.DIFFERENTIATION)
        .orElse("write it with other ops");
  }

  private static HessianTraceException unusable(SameDiffOp op, String why, String fix) {
    return new HessianTraceException(
        String.format(
            "Variable '%s': %s is named in differences, but it %s.",
            op.getOutputsOfOp().get(0), GraphPaths.describe(op), why),
        fix);
  }
}

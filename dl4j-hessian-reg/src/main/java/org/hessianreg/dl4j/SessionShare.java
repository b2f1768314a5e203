package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.hessianreg.samediff.internal.execution.ExecutableOps;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * What a training session computes itself of a forward pass that a program takes over: nothing if
 * possible, or everything where somebody looks at it. Immutable.
 */
final class SessionShare {

  private final Set<String> given;
  private final Set<String> evaluated;

  private SessionShare(Set<String> given, Set<String> evaluated) {
    this.given = given;
    this.evaluated = evaluated;
  }

  /**
   * The least that a session can compute: random numbers, control flow, and what these need.
   *
   * @param graph the user's graph
   * @param losses names of the losses
   */
  static SessionShare least(SameDiff graph, List<String> losses) {
    List<String> notExecutable = new ArrayList<>();
    for (SameDiffOp op : GraphPaths.ancestors(graph, losses)) {
      if (!ExecutableOps.contains(op.getOp())) {
        notExecutable.addAll(op.getOutputsOfOp());
      }
    }
    return new SessionShare(given(graph, losses, notExecutable), Set.of());
  }

  /**
   * All that SameDiff's own step computes before its backward pass.
   *
   * @param graph the user's graph
   * @param losses names of the losses
   * @param evaluated names of the variables that training evaluates besides
   */
  static SessionShare everything(SameDiff graph, List<String> losses, Set<String> evaluated) {
    return new SessionShare(given(graph, losses, losses), evaluated);
  }

  /** The constants, too: the user may give them other arrays. */
  private static Set<String> given(SameDiff graph, List<String> losses, List<String> computed) {
    Set<String> given = new LinkedHashSet<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.CONSTANT) {
        given.add(variable.name());
      }
    }
    List<SameDiffOp> ops = GraphPaths.ancestors(graph, computed);
    ops.forEach(op -> given.addAll(op.getOutputsOfOp()));
    given.addAll(Compositions.of(graph, losses).masks(ops));
    return given;
  }

  /** Names of constants, and of what the session computes. */
  Set<String> given() {
    return given;
  }

  /** Those of some losses that the session does not compute. */
  List<String> missing(List<String> losses) {
    List<String> missing = new ArrayList<>(losses);
    missing.removeAll(given);
    return missing;
  }

  /**
   * What the session computes for others than the program.
   *
   * @param graph the gradient function
   * @param losses names of the losses
   * @return names of outputs of ops
   */
  Set<String> forOthers(SameDiff graph, List<String> losses) {
    Set<String> others = new LinkedHashSet<>(evaluated);
    List<String> computed = new ArrayList<>(losses);
    computed.retainAll(given);
    others.addAll(SessionLosses.of(graph, computed));
    others.removeIf(other -> GraphPaths.producer(graph, other) == null);
    return others;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionShare
        && given.equals(((SessionShare) other).given)
        && evaluated.equals(((SessionShare) other).evaluated);
  }

  @Override
  public int hashCode() {
    return Objects.hash(given, evaluated);
  }
}

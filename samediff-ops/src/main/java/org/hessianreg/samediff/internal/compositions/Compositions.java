package org.hessianreg.samediff.internal.compositions;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.internal.calculus.SingularOps;
import org.hessianreg.samediff.internal.graph.FreeNames;
import org.hessianreg.samediff.internal.graph.GraphClone;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * The ops of a graph that are written with others in the copies from which it is trained: those on
 * a way from a parameter to a loss for which {@link CompositionTable} has a line. Immutable.
 */
public final class Compositions {

  private final SameDiff graph;

  /** What the names of each composition begin with, by the name of the op. */
  private final Map<String, String> scopes = new LinkedHashMap<>();

  private Compositions(SameDiff graph) {
    this.graph = graph;
  }

  /**
   * Looks for the ops.
   *
   * @param graph the user's graph
   * @param losses names of its losses
   * @return the ops that are written with others
   */
  public static Compositions of(SameDiff graph, Collection<String> losses) {
    Compositions compositions = new Compositions(graph);
    for (SameDiffOp op : differentiated(graph, losses)) {
      if (CompositionTable.find(op.getOp()).isPresent()) {
        String wanted = op.getOutputsOfOp().get(0) + "/composition";
        compositions.scopes.put(op.getName(), FreeNames.prefix(graph, wanted));
      }
    }
    return compositions;
  }

  /**
   * Names of the kinds of ops that are written with others.
   *
   * @return ND4J's names
   */
  public static Set<String> names() {
    return CompositionTable.names();
  }

  /**
   * Checks whether there are none.
   *
   * @return whether it is so
   */
  public boolean areNone() {
    return scopes.isEmpty();
  }

  /**
   * Checks whether an op is one of them.
   *
   * @param op an op of the graph
   * @return whether it is so
   */
  public boolean contain(SameDiffOp op) {
    return scopes.containsKey(op.getName());
  }

  /**
   * Copies the graph.
   *
   * @return a copy in which these ops are written with others, and whose other ops and variables
   *     have the same names
   * @throws org.hessianreg.samediff.HessianTraceException if an op cannot be copied or written so
   */
  public SameDiff copy() {
    return GraphClone.of(graph, this::written);
  }

  private Optional<List<SDVariable>> written(SameDiff copy, SameDiffOp op) {
    String scope = scopes.get(op.getName());
    if (scope == null) {
      return Optional.empty();
    }
    Composition composition = CompositionTable.find(op.getOp()).orElseThrow();
    try (NameScope named = copy.withNameScope(scope)) {
      return Optional.of(composition.write(new OriginalOp(op, copy, scope)));
    }
  }

  /**
   * Looks for a reason why a step may not be finite.
   *
   * @return what the first of these ops needs that needs anything of its inputs
   */
  public Optional<SingularOps.Explanation> condition() {
    return scopes.keySet().stream()
        .map(name -> Condition.of(graph.getOps().get(name)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * Takes out of a copy the places where derivatives of compositions end.
   *
   * @param copy what {@link #copy} has returned
   * @return what is to be put into the gradient function
   */
  public List<Cut> takeOutCuts(SameDiff copy) {
    return Cut.takeOut(
        copy, op -> scopes.values().stream().anyMatch(scope -> op.getName().startsWith(scope)));
  }

  /**
   * Names the masks that the copy draws.
   *
   * @param ops some ops of the graph
   * @return the masks of those among them that are dropout
   */
  public Set<String> masks(Collection<SameDiffOp> ops) {
    Set<String> masks = new LinkedHashSet<>();
    for (SameDiffOp op : ops) {
      if (contain(op) && Dropouts.isComposed(op.getOp())) {
        masks.add(Dropouts.drawn(scopes.get(op.getName())));
      }
    }
    return masks;
  }

  /** The ops that SameDiff differentiates: on ways that no integer and no stopGradient cuts. */
  private static List<SameDiffOp> differentiated(SameDiff graph, Collection<String> losses) {
    Set<String> moving = new HashSet<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE) {
        moving.add(variable.name());
      }
    }
    List<SameDiffOp> path = GraphPaths.between(graph, moving, losses);
    path.removeIf(op -> !moves(graph, op, moving));
    Set<String> wanted = new HashSet<>(losses);
    for (int i = path.size() - 1; i >= 0; i--) {
      if (path.get(i).getOutputsOfOp().stream().anyMatch(wanted::contains)) {
        wanted.addAll(GraphPaths.inputs(path.get(i)));
      } else {
        path.remove(i);
      }
    }
    return path;
  }

  /** Whether the outputs of an op change with the parameters; if so, they are taken note of. */
  private static boolean moves(SameDiff graph, SameDiffOp op, Set<String> moving) {
    boolean moves =
        !"stop_gradient".equals(op.getOp().opName())
            && GraphPaths.inputs(op).stream()
                .anyMatch(i -> moving.contains(i) && graph.getVariable(i).dataType().isFPType());
    if (moves) {
      moving.addAll(op.getOutputsOfOp());
    }
    return moves;
  }
}

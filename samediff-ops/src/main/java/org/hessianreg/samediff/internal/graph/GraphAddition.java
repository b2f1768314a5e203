package org.hessianreg.samediff.internal.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A set of ops and variables appended to a SameDiff graph that can be taken out and put back.
 *
 * <p>Between {@link #begin} and {@link #commit} everything appended to the graph belongs to the
 * addition. {@link #detach} leaves the graph as it was before; {@link #attach} puts the addition
 * back. An addition that failed half-way is detached and forgotten. Not thread-safe, as SameDiff is
 * not.
 */
public final class GraphAddition {

  private final SameDiff graph;
  private final String prefix;
  private final Set<String> baseOps;
  private final Set<String> baseVariables;
  private final Map<String, SameDiffOp> ops = new LinkedHashMap<>();
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<String, INDArray> constants = new HashMap<>();
  private final Map<String, Set<String>> readersOfBase = new HashMap<>();
  private final Map<String, Set<String>> waitersOnBase = new HashMap<>();
  private final Map<String, List<String>> waitsOfBase = new HashMap<>();
  private final Map<String, SameDiffOp> origins = new HashMap<>();
  private final List<SameShape> sameShapes = new ArrayList<>();
  private final Map<String, String> copies = new HashMap<>();
  private final Map<String, String> replacements = new HashMap<>();
  private boolean attached = true;
  private int scopes;

  private GraphAddition(SameDiff graph, String prefix) {
    this.graph = graph;
    this.prefix = prefix;
    this.baseOps = new HashSet<>(graph.getOps().keySet());
    this.baseVariables = new HashSet<>(graph.getVariables().keySet());
  }

  /**
   * Starts an addition.
   *
   * @param graph the graph to append to
   * @param prefix first part of the names of what is appended
   * @return the addition, open until {@link #commit} or {@link #detach}
   */
  public static GraphAddition begin(SameDiff graph, String prefix) {
    return new GraphAddition(graph, prefix);
  }

  /**
   * Opens a name scope that no other op of the addition uses. SameDiff finds a free name by
   * counting up from the last one taken, which is quadratic in the number of ops of one kind; a
   * scope for each step keeps that number small.
   *
   * @return the scope, to be closed by the caller
   */
  public NameScope scope() {
    return graph.withNameScope(prefix + "/" + scopes++);
  }

  /**
   * Opens a scope as {@link #scope()} does, for what is derived from one op of the graph.
   *
   * @param origin the op
   * @return the scope, to be closed by the caller
   */
  public NameScope scope(SameDiffOp origin) {
    origins.put(prefix + "/" + scopes, origin);
    return scope();
  }

  /**
   * Looks for the op that an op of the addition is derived from.
   *
   * @param op an op of the addition
   * @return the op in whose scope it was appended, if any
   */
  public Optional<SameDiffOp> origin(SameDiffOp op) {
    int end = op.getName().indexOf('/', prefix.length() + 1);
    return end < 0
        ? Optional.empty()
        : Optional.ofNullable(origins.get(op.getName().substring(0, end)));
  }

  /**
   * Notes that a gradient must have the shape of its variable. Shapes are known only when a program
   * is bound to arrays.
   *
   * @param gradient a variable of the addition
   * @param variable the name of what it is the gradient of
   * @param op the op that reads that
   */
  public void expectSameShape(SDVariable gradient, String variable, SameDiffOp op) {
    sameShapes.add(new SameShape(gradient.name(), variable, op));
  }

  /**
   * What is noted of the shapes of gradients.
   *
   * @return all notes, in order
   */
  public List<SameShape> sameShapes() {
    return List.copyOf(sameShapes);
  }

  /**
   * Notes that the addition has a variable that equals one of the graph and costs less.
   *
   * @param original the variable of the graph
   * @param copy the variable of the addition, which does not depend on the original
   */
  public void copies(SDVariable original, SDVariable copy) {
    copies.put(original.name(), copy.name());
  }

  /**
   * What is noted of cheaper copies.
   *
   * @return names of copies by the names of their originals
   */
  public Map<String, String> copies() {
    return Map.copyOf(copies);
  }

  /**
   * Notes that a variable takes the place of an equal one wherever that is read, in derivatives,
   * too: whatever leads back from the original leads back from the replacement instead.
   *
   * @param original a variable of the graph or of the addition
   * @param replacement a variable of the addition, which does not depend on the original
   */
  public void replace(SDVariable original, SDVariable replacement) {
    for (Map<String, String> map : List.of(copies, replacements)) {
      map.replaceAll((name, by) -> by.equals(original.name()) ? replacement.name() : by);
      map.put(original.name(), replacement.name());
    }
  }

  /**
   * What is read instead of some variables.
   *
   * @return names of replacements by the names of what they replace
   */
  public Map<String, String> replacements() {
    return Map.copyOf(replacements);
  }

  /**
   * What is read instead of a variable.
   *
   * @param variable the variable's name
   * @return the name of what has taken its place, or its own
   */
  public String replacement(String variable) {
    return replacements.getOrDefault(variable, variable);
  }

  /**
   * Adds a placeholder for something that a step of a recurrence is given.
   *
   * @param like a variable of its type, and of its shape if that is known
   * @param role what the name ends with
   * @return the placeholder
   */
  public SDVariable standIn(SDVariable like, String role) {
    String name = prefix + "/" + scopes++ + "/" + role;
    boolean known =
        like.getVariableType() == VariableType.PLACEHOLDER && like.placeholderShape() != null;
    return known
        ? graph.placeHolder(name, like.dataType(), like.placeholderShape())
        : graph.placeHolder(name, like.dataType());
  }

  /**
   * Makes an op wait until variables have been computed, without reading them. The variables are
   * computed whenever the op is.
   *
   * @param op name of an op, appended or not
   * @param wait names of the variables to wait for, outputs of ops
   */
  public void waitFor(String op, Collection<String> wait) {
    SameDiffOp waiting = graph.getOps().get(op);
    Set<String> all = new LinkedHashSet<>();
    if (waiting.getControlDeps() != null) {
      all.addAll(waiting.getControlDeps());
    }
    all.addAll(wait);
    if (baseOps.contains(op)) {
      // SameDiff's lists may be immutable, so they are replaced, never changed.
      // Null is one of them, which putIfAbsent would take for absent.
      if (!waitsOfBase.containsKey(op)) {
        waitsOfBase.put(op, waiting.getControlDeps());
      }
    }
    waiting.setControlDeps(new ArrayList<>(all));
    for (String name : wait) {
      addTo(graph.getVariables().get(name), op);
      if (baseVariables.contains(name)) {
        waitersOnBase.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(op);
      }
    }
  }

  private static void addTo(Variable variable, String waiter) {
    if (variable.getControlDepsForOp() == null) {
      variable.setControlDepsForOp(new ArrayList<>());
    }
    if (!variable.getControlDepsForOp().contains(waiter)) {
      variable.getControlDepsForOp().add(waiter);
    }
  }

  /**
   * Ends the addition: what neither the given variables nor copies need is taken out of the graph
   * for good.
   *
   * @param results names of the variables the addition was made for
   */
  public void commit(Collection<String> results) {
    collect();
    removeFromGraph();
    Set<String> neededOps = new HashSet<>();
    Set<String> roots = new LinkedHashSet<>(results);
    roots.addAll(copies.values());
    Set<String> neededVariables = new HashSet<>(roots);
    addToGraph();
    int before;
    do {
      before = roots.size();
      for (SameDiffOp op : GraphPaths.ancestors(graph, List.copyOf(roots))) {
        neededOps.add(op.getName());
        neededVariables.addAll(GraphPaths.inputs(op));
        neededVariables.addAll(op.getOutputsOfOp());
        if (op.getOp() instanceof Recurrent) {
          roots.addAll(((Recurrent) op.getOp()).variablesOfStep());
        }
      }
    } while (roots.size() > before);
    neededVariables.addAll(roots);
    removeFromGraph();
    ops.keySet().retainAll(neededOps);
    variables.keySet().retainAll(neededVariables);
    constants.keySet().retainAll(neededVariables);
    readersOfBase.values().forEach(readers -> readers.retainAll(neededOps));
    for (Variable variable : variables.values()) {
      if (variable.getInputsForOp() != null) {
        variable.getInputsForOp().retainAll(neededOps);
      }
    }
    addToGraph();
  }

  /** Leaves the graph as it was before the addition. */
  public void detach() {
    if (attached) {
      collect();
      removeFromGraph();
      attached = false;
    }
  }

  /** Puts a detached addition back into the graph. */
  public void attach() {
    if (!attached) {
      addToGraph();
      attached = true;
    }
  }

  /**
   * Returns whether an op belongs to the addition.
   *
   * @param op an op of the graph
   * @return true if it was appended since {@link #begin}
   */
  public boolean owns(SameDiffOp op) {
    return !baseOps.contains(op.getName());
  }

  /**
   * Returns whether a variable belongs to the addition.
   *
   * @param variable a variable of the graph
   * @return true if it was appended since {@link #begin}
   */
  public boolean owns(SDVariable variable) {
    return !baseVariables.contains(variable.name());
  }

  private void collect() {
    if (!ops.isEmpty() || !variables.isEmpty()) {
      return;
    }
    for (Map.Entry<String, SameDiffOp> entry : graph.getOps().entrySet()) {
      if (!baseOps.contains(entry.getKey())) {
        SameDiffOp op = entry.getValue();
        ops.put(entry.getKey(), op);
        for (String input : GraphPaths.inputs(op)) {
          if (baseVariables.contains(input)) {
            readersOfBase.computeIfAbsent(input, n -> new LinkedHashSet<>()).add(op.getName());
          }
        }
      }
    }
    for (Map.Entry<String, Variable> entry : graph.getVariables().entrySet()) {
      String name = entry.getKey();
      if (!baseVariables.contains(name)) {
        variables.put(name, entry.getValue());
        SDVariable variable = entry.getValue().getVariable();
        if (variable.getVariableType() == VariableType.CONSTANT) {
          constants.put(name, variable.getArr());
        }
      }
    }
  }

  private void removeFromGraph() {
    graph.getOps().keySet().removeAll(ops.keySet());
    for (String name : variables.keySet()) {
      graph.getVariables().remove(name);
    }
    constants.keySet().forEach(name -> graph.getConstantArrays().removeArray(name));
    readersOfBase.forEach(
        (name, readers) -> graph.getVariables().get(name).getInputsForOp().removeAll(readers));
    waitersOnBase.forEach(
        (name, waiters) -> graph.getVariables().get(name).getControlDepsForOp().removeAll(waiters));
    waitsOfBase.replaceAll((op, waits) -> exchangeWaits(graph.getOps().get(op), waits));
  }

  private static List<String> exchangeWaits(SameDiffOp op, List<String> waits) {
    List<String> present = op.getControlDeps();
    op.setControlDeps(waits);
    return present;
  }

  private void addToGraph() {
    graph.getVariables().putAll(variables);
    graph.getOps().putAll(ops);
    constants.forEach((name, array) -> graph.getConstantArrays().setArray(name, array));
    readersOfBase.forEach(
        (name, readers) -> {
          Variable variable = graph.getVariables().get(name);
          if (variable.getInputsForOp() == null) {
            variable.setInputsForOp(new ArrayList<>());
          }
          variable.getInputsForOp().addAll(readers);
        });
    waitersOnBase.forEach(
        (name, waiters) -> waiters.forEach(op -> addTo(graph.getVariables().get(name), op)));
    waitsOfBase.replaceAll((op, waits) -> exchangeWaits(graph.getOps().get(op), waits));
  }
}

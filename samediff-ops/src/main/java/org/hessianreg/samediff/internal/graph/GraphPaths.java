package org.hessianreg.samediff.internal.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;

/** Reachability in a SameDiff graph. All methods are linear in the size of the part they visit. */
public final class GraphPaths {

  private GraphPaths() {}

  /**
   * Returns the ops on floating-point paths from some variables to others, in an order in which
   * every op follows the ops it reads. An op without floating-point output, such as a comparison,
   * ends a path.
   *
   * @param graph the graph
   * @param from names of the variables at which paths start
   * @param to names of the variables at which paths end
   * @return the ops between them
   */
  public static List<SameDiffOp> between(
      SameDiff graph, Collection<String> from, Collection<String> to) {
    return between(graph, from, to, Set.of(), Map.of());
  }

  /**
   * As {@link #between(SameDiff, Collection, Collection)}, where some variables end a path, and
   * others are read instead of some.
   *
   * @param graph the graph
   * @param from names of the variables at which paths start
   * @param to names of the variables at which paths end
   * @param known names of variables behind which no path is looked for
   * @param copies names of variables that are read instead of others, by the names of those
   * @return the ops between them
   */
  public static List<SameDiffOp> between(
      SameDiff graph,
      Collection<String> from,
      Collection<String> to,
      Set<String> known,
      Map<String, String> copies) {
    List<SameDiffOp> between = new ArrayList<>();
    Set<String> dependent = new HashSet<>(from);
    for (SameDiffOp op : ancestors(graph, to, known, copies)) {
      if (inputs(op).stream().map(i -> copies.getOrDefault(i, i)).anyMatch(dependent::contains)) {
        List<String> moving = new ArrayList<>(op.getOutputsOfOp());
        moving.removeIf(output -> !graph.getVariable(output).dataType().isFPType());
        dependent.addAll(moving);
        if (!moving.isEmpty()) {
          between.add(op);
        }
      }
    }
    return between;
  }

  /**
   * Returns every op that some variables need, in an order in which every op follows the ops it
   * reads.
   *
   * @param graph the graph
   * @param of names of variables
   * @return the ops that compute them, their inputs, and so on
   */
  public static List<SameDiffOp> ancestors(SameDiff graph, Collection<String> of) {
    return ancestors(graph, of, Set.of(), Map.of());
  }

  /**
   * Returns every op that some variables need where others are known already, or equal to others.
   *
   * @param graph the graph
   * @param of names of variables
   * @param known names of variables that need not be computed
   * @param copies names of variables that are computed instead of others, by the names of those
   * @return the ops, in the order of {@link #ancestors(SameDiff, Collection)}
   */
  public static List<SameDiffOp> ancestors(
      SameDiff graph, Collection<String> of, Set<String> known, Map<String, String> copies) {
    List<SameDiffOp> order = new ArrayList<>();
    Map<String, Boolean> finished = new HashMap<>();
    Deque<SameDiffOp> stack = new ArrayDeque<>();
    for (String name : of) {
      push(graph, copies.getOrDefault(name, name), known, finished, stack);
      while (!stack.isEmpty()) {
        SameDiffOp op = stack.peek();
        if (finished.putIfAbsent(op.getName(), false) == null) {
          for (String input : inputs(op)) {
            push(graph, copies.getOrDefault(input, input), known, finished, stack);
          }
        } else {
          stack.pop();
          if (!finished.put(op.getName(), true)) {
            order.add(op);
          }
        }
      }
    }
    return order;
  }

  private static void push(
      SameDiff graph,
      String name,
      Set<String> known,
      Map<String, Boolean> finished,
      Deque<SameDiffOp> stack) {
    SameDiffOp op = known.contains(name) ? null : producer(graph, name);
    if (op != null && !finished.containsKey(op.getName())) {
      stack.push(op);
    }
  }

  /**
   * Returns the op that computes a variable.
   *
   * @param graph the graph
   * @param variable the variable's name
   * @return the op, or null for parameters, constants and placeholders
   */
  public static SameDiffOp producer(SameDiff graph, String variable) {
    Variable entry = graph.getVariables().get(variable);
    String op = entry == null ? null : entry.getOutputOfOp();
    return op == null ? null : graph.getOps().get(op);
  }

  /**
   * Returns the names of an op's inputs.
   *
   * @param op an op
   * @return the names in order; empty for an op without inputs
   */
  public static List<String> inputs(SameDiffOp op) {
    return op.getInputsToOp() == null ? List.of() : op.getInputsToOp();
  }

  /**
   * Names an op in a message.
   *
   * @param op an op
   * @return its name and kind
   */
  public static String describe(SameDiffOp op) {
    return String.format("op '%s' (%s)", op.getName(), op.getOp().opName());
  }

  /**
   * Returns the outputs of an op as variables.
   *
   * @param graph the graph
   * @param op an op of the graph
   * @return its outputs in order
   */
  public static SDVariable[] outputs(SameDiff graph, SameDiffOp op) {
    return op.getOutputsOfOp().stream().map(graph::getVariable).toArray(SDVariable[]::new);
  }

  /**
   * Returns whether two graphs are the same object; SameDiff's {@code equals} compares contents.
   *
   * @param a a graph
   * @param b a graph, or null
   * @return true if they are one
   */
  @SuppressWarnings("ReferenceEquality")
  public static boolean isSame(SameDiff a, SameDiff b) {
    return a == b;
  }
}

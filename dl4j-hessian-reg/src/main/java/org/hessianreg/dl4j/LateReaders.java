package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Finds parameters that SameDiff changes before another parameter's gradient has read them. It
 * changes a parameter in place as soon as its gradient is computed, so a step is right only if
 * whatever reads the parameter is needed for its gradient. That is so where one backward op
 * computes the gradients of all operands; it is not where each operand has an op of its own, as in
 * {@code nn().linear}.
 */
final class LateReaders {

  private final SameDiff graph;
  private final List<String> parameters;
  private final List<SameDiffOp> ops;

  /** By the name of an op, the parameters whose gradients need it. */
  private final Map<String, BitSet> needed = new HashMap<>();

  private LateReaders(SameDiff graph, List<String> parameters, List<String> gradients) {
    this.graph = graph;
    this.parameters = parameters;
    this.ops = GraphPaths.ancestors(graph, gradients);
    for (int i = 0; i < parameters.size(); i++) {
      SameDiffOp last = GraphPaths.producer(graph, gradients.get(i));
      if (last != null) {
        neededFor(last).set(i);
      }
    }
    for (int i = ops.size() - 1; i >= 0; i--) {
      BitSet these = neededFor(ops.get(i));
      for (String input : GraphPaths.inputs(ops.get(i))) {
        SameDiffOp before = GraphPaths.producer(graph, input);
        if (before != null) {
          neededFor(before).or(these);
        }
      }
    }
  }

  private BitSet neededFor(SameDiffOp op) {
    return needed.computeIfAbsent(op.getName(), name -> new BitSet());
  }

  /**
   * Looks for such parameters.
   *
   * @param graph a graph with the gradients that SameDiff's ops have
   * @param gradients the gradients by the parameters' names
   * @return a sentence for each op of the user's that two of them meet at
   */
  static List<String> warnings(SameDiff graph, Map<String, SDVariable> gradients) {
    List<String> heads = new ArrayList<>();
    gradients.values().forEach(gradient -> heads.add(gradient.name()));
    return new LateReaders(graph, List.copyOf(gradients.keySet()), heads).warnings();
  }

  private List<String> warnings() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      numbers.put(parameters.get(i), i);
    }
    Map<String, String> byOp = new LinkedHashMap<>();
    for (SameDiffOp op : ops) {
      for (String input : GraphPaths.inputs(op)) {
        Integer changed = numbers.get(input);
        if (changed != null && !neededFor(op).get(changed)) {
          String other = parameters.get(neededFor(op).nextSetBit(0));
          SameDiffOp meeting = meeting(input, other);
          byOp.putIfAbsent(meeting.getName(), warning(meeting, input, other));
        }
      }
    }
    return List.copyOf(byOp.values());
  }

  private static String warning(SameDiffOp op, String changed, String other) {
    return String.format(
        "Variable '%s': %s: SameDiff may change parameter '%s' before the gradient of '%s' has read"
            + " it; use ops with one backward op, such as mmul and add, or multiply both by 1.0"
            + " before the op. The gradient of steps with coefficient 0 is SameDiff's own.",
        op.getOutputsOfOp().get(0), GraphPaths.describe(op), changed, other);
  }

  /** The op that reads both, or else the first that reads the one. */
  private SameDiffOp meeting(String changed, String other) {
    List<String> readers = graph.getVariables().get(changed).getInputsForOp();
    return readers.stream()
        .map(graph.getOps()::get)
        .filter(op -> GraphPaths.inputs(op).contains(other))
        .findFirst()
        .orElseGet(() -> graph.getOps().get(readers.get(0)));
  }
}

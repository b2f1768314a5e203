package org.hessianreg.samediff.internal.reverse;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.Reads;
import org.hessianreg.samediff.internal.recurrence.Cell;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Which values of the forward steps of a recurrence are kept for the backward ones. Those that a
 * few additions and multiplications compute from others that are kept, such as the slope of a gate
 * from its output, are computed once more: that takes less time than their memory is worth.
 */
final class KeptValues {

  /** Ops that take about as long as to read what they would have written. */
  private static final Set<String> CHEAP =
      Set.of(
          "add",
          "subtract",
          "multiply",
          "mergeadd",
          "add_scalar",
          "sub_scalar",
          "rsub_scalar",
          "mul_scalar",
          "neg",
          "square",
          "cube",
          "step",
          "identity",
          "reshape",
          "slice",
          "strided_slice",
          "split",
          "zeroslike",
          "ones_as");

  private final Map<String, String> copies;
  private final Set<String> varying;
  private final List<SameDiffOp> steps;

  /**
   * Looks at the steps of a recurrence.
   *
   * @param graph the graph
   * @param cell the forward step
   * @param copies what is read instead of other variables
   */
  KeptValues(SameDiff graph, Cell cell, Map<String, String> copies) {
    this.copies = copies;
    this.varying = cell.varying();
    this.steps = cell.ops(graph, copies);
  }

  /**
   * What backward steps are given.
   *
   * @param keeping what may be kept
   * @param graph the graph
   * @param results what a backward step computes
   * @param known what it knows besides
   * @return names of inputs, states and values of the forward step
   */
  Set<String> given(
      Keeping keeping, SameDiff graph, Collection<String> results, Collection<String> known) {
    Set<String> given = new HashSet<>(varying);
    if (keeping == Keeping.STATES) {
      return given;
    }
    steps.forEach(op -> given.addAll(op.getOutputsOfOp()));
    Set<String> all = new HashSet<>(given);
    all.addAll(known);
    Set<String> read = new HashSet<>();
    results.forEach(result -> read.add(copies.getOrDefault(result, result)));
    GraphPaths.ancestors(graph, results, all, copies).forEach(op -> addElements(op, read));
    read.retainAll(given);
    given.removeAll(computedOnceMore(read, given));
    return given;
  }

  private void addElements(SameDiffOp op, Set<String> read) {
    List<String> inputs = Cell.read(op, copies);
    for (int i = 0; i < inputs.size(); i++) {
      if (Reads.elements(op.getOp().opName(), i)) {
        read.add(inputs.get(i));
      }
    }
  }

  private Set<String> computedOnceMore(Set<String> read, Set<String> forward) {
    Set<String> available = new HashSet<>(varying);
    Set<SameDiffOp> possible = new HashSet<>();
    for (SameDiffOp op : steps) {
      Set<String> needed = new HashSet<>();
      addElements(op, needed);
      needed.retainAll(forward);
      if (CHEAP.contains(op.getOp().opName()) && available.containsAll(needed)) {
        possible.add(op);
        available.addAll(op.getOutputsOfOp());
      } else {
        op.getOutputsOfOp().stream().filter(read::contains).forEach(available::add);
      }
    }
    Set<String> needed = new HashSet<>(read);
    Set<String> computed = new HashSet<>();
    ListIterator<SameDiffOp> last = steps.listIterator(steps.size());
    while (last.hasPrevious()) {
      SameDiffOp op = last.previous();
      if (possible.contains(op) && op.getOutputsOfOp().stream().anyMatch(needed::contains)) {
        addElements(op, needed);
        computed.addAll(op.getOutputsOfOp());
      }
    }
    return computed;
  }
}

package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One output of a group of equal ops, and the operands that it is computed from. Immutable. */
final class Lane {

  private final int output;
  private final int[] operands;

  Lane(int output, int... operands) {
    this.output = output;
    this.operands = operands.clone();
  }

  int output() {
    return output;
  }

  int operand(int index) {
    return operands[index];
  }

  /**
   * Puts lanes together whose operands lie in the same stacks, in the order in which they lie, so
   * that they can be computed at once; and these runs in the order in which their outputs are used,
   * so that what reads those can.
   */
  static List<Lane> ordered(List<Lane> lanes, Binder binder) {
    Map<List<Long>, List<Lane>> runs = new LinkedHashMap<>();
    for (Lane lane : lanes) {
      List<Long> stacks =
          Arrays.stream(lane.operands).mapToObj(binder::stackOf).collect(Collectors.toList());
      runs.computeIfAbsent(stacks, s -> new ArrayList<>()).add(lane);
    }
    Map<Lane, List<Long>> places = new HashMap<>();
    for (Lane lane : lanes) {
      places.put(
          lane,
          Arrays.stream(lane.operands)
              .mapToObj(operand -> binder.value(operand).offset())
              .collect(Collectors.toList()));
    }
    runs.values().forEach(run -> run.sort(Comparator.comparing(places::get, Lane::compare)));
    return runs.values().stream()
        .sorted(Comparator.comparing(run -> binder.use(run.get(0).output), Lane::compare))
        .flatMap(List::stream)
        .collect(Collectors.toList());
  }

  /** The outputs of nodes, those side by side that are used in one way. */
  static int[] inOrderOfUse(List<Node> nodes, Binder binder) {
    return nodes.stream()
        .flatMap(node -> IntStream.range(0, node.outputCount()).mapToObj(node::output))
        .sorted(Comparator.comparing(binder::use, Lane::compare))
        .mapToInt(output -> output)
        .toArray();
  }

  private static int compare(List<Long> a, List<Long> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = Long.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}

package org.hessianreg.samediff.internal.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * Equal ops of a program that do not depend on one another, such as those on the tangents along
 * several directions or on the gates of a cell: what {@link Stacks} may execute at once.
 *
 * <p>A node's level is above those of all that it depends on, so nodes of one level are
 * independent, and so are whole groups of them: no group can need another that needs it. Levels are
 * counted anew from each matrix product on, and products begin a new level together; so the
 * coefficients of a recurrent state are multiplied with one matrix at one level, though they take
 * different numbers of ops to compute. Products that only a sum reads are of one group with it,
 * whatever their levels, for nothing else can need them.
 */
final class Groups {

  /** Ops of numbers at equal places, and their backward ops. */
  private static final Set<String> OF_NUMBERS =
      Set.of(
          "add",
          "subtract",
          "multiply",
          "multiply_bp",
          "mergeadd",
          "mul_scalar",
          "add_scalar",
          "rsub_scalar",
          "neg",
          "square",
          "cube",
          "exp",
          "rsqrt",
          "sigmoid",
          "tanh",
          "relu",
          "step");

  /** Ops whose outputs are views of an operand, as a rule. */
  private static final Set<String> PASSING = Set.of("add_bp", "identity", "reshape");

  /** Through how many of them a value is followed to what it is used by. */
  private static final int DEPTH = 4;

  private static final Set<String> PARTS = Set.of("split", "unstack");

  private static final String SUM = "mergeadd";

  private static final String PRODUCT = "matmul";

  /** More than the ops between two products. */
  private static final long SEGMENT = 1L << 32;

  private final List<Node> nodes;
  private final Map<Integer, Integer> producers = new HashMap<>();
  private final Map<Integer, List<Integer>> readers = new HashMap<>();
  private final List<List<Integer>> groups = new ArrayList<>();

  /** By the index of a sum of products, and of each of its terms, the sum. */
  private final Map<Integer, Integer> sums = new HashMap<>();

  private final int[] groupOf;

  private Groups(List<Node> nodes) {
    this.nodes = nodes;
    this.groupOf = new int[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      for (int output = 0; output < nodes.get(i).outputCount(); output++) {
        producers.put(nodes.get(i).output(output), i);
      }
      for (int input : nodes.get(i).inputs()) {
        readers.computeIfAbsent(input, n -> new ArrayList<>()).add(i);
      }
    }
  }

  /** Groups the nodes of a program. */
  static Groups of(Program program) {
    Groups groups = new Groups(program.nodes());
    int[] uses = program.uses();
    for (int i = 0; i < groups.nodes.size(); i++) {
      groups.findTerms(i, uses);
    }
    groups.form();
    return groups;
  }

  /** Whether the outputs of a node are parts of one array. */
  static boolean areParts(Node node) {
    return PARTS.contains(node.kind());
  }

  /**
   * Describes how a value is used: by which group, and with which other values, in terms of where
   * they lie if they are computed already. Values that are used in one way should lie side by side,
   * in the order of what they are used with.
   *
   * @return numbers to be compared one after another
   */
  List<Long> use(int value, Binder binder) {
    List<Long> use = new ArrayList<>();
    addUse(value, binder, use, DEPTH);
    return use;
  }

  private void addUse(int value, Binder binder, List<Long> use, int depth) {
    for (int index : readers.getOrDefault(value, List.of())) {
      Node reader = nodes.get(index);
      if (PASSING.contains(reader.kind()) && depth > 0) {
        for (int i = 0; i < reader.outputCount(); i++) {
          addUse(reader.output(i), binder, use, depth - 1);
        }
        continue;
      }
      use.add((long) groupOf[index]);
      for (int input : reader.inputs()) {
        Integer producer = producers.get(input);
        if (input == value) {
          use.add(0L);
        } else if (binder.value(input) != null) {
          use.add(binder.stackOf(input));
          use.add(binder.value(input).offset());
        } else if (producer != null) {
          use.add((long) groupOf[producer]);
        }
      }
    }
  }

  /** Looks for terms of a sum that are products of a transposed matrix, read by the sum only. */
  private void findTerms(int sum, int... uses) {
    Node node = nodes.get(sum);
    if (!SUM.equals(node.kind())) {
      return;
    }
    List<Integer> terms = new ArrayList<>();
    for (int input : node.inputs()) {
      Integer producer = producers.get(input);
      if (producer != null && uses[input] == 1 && isOfTransposed(nodes.get(producer))) {
        terms.add(producer);
      }
    }
    if (terms.size() > 1) {
      terms.forEach(term -> sums.put(term, sum));
      sums.put(sum, sum);
    }
  }

  private static boolean isOfTransposed(Node node) {
    return PRODUCT.equals(node.kind())
        && Arrays.equals(((CustomOp) node.op()).iArgs(), new long[] {1, 0, 0});
  }

  /** Whether the last node of a group is a sum, and the others terms of it. */
  static boolean isSumOfProducts(List<Node> group) {
    return group.size() > 1
        && isOfTransposed(group.get(0))
        && SUM.equals(group.get(group.size() - 1).kind());
  }

  private void form() {
    long[] levels = new long[nodes.size()];
    Map<List<Object>, Integer> known = new LinkedHashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      long below = 0;
      for (int input : node.inputs()) {
        Integer producer = producers.get(input);
        below = Math.max(below, producer == null ? 0 : levels[producer]);
      }
      levels[i] = level(node.kind(), below);
      int fresh = groups.size();
      long level = levels[i];
      Optional<List<Object>> kind =
          sums.containsKey(i)
              ? Optional.of(List.of(SUM, sums.get(i)))
              : kind(node).map(k -> at(level, k));
      groupOf[i] = kind.map(k -> known.computeIfAbsent(k, any -> fresh)).orElse(fresh);
      if (groupOf[i] == fresh) {
        groups.add(new ArrayList<>());
      }
      groups.get(groupOf[i]).add(i);
    }
  }

  private static long level(String name, long below) {
    if (PRODUCT.equals(name)) {
      return (below / SEGMENT + 1) * SEGMENT;
    }
    return PASSING.contains(name) ? below : below + 1;
  }

  private static List<Object> at(long level, List<Object> kind) {
    return List.of(level, kind);
  }

  /** What ops of one group have in common besides their level. */
  private static Optional<List<Object>> kind(Node node) {
    String name = node.kind();
    if (PRODUCT.equals(name)) {
      return OpSignature.of(node.op(), List.of(node.input(1)));
    }
    return OF_NUMBERS.contains(name) || PARTS.contains(name)
        ? OpSignature.of(node.op(), List.of(node.inputCount()))
        : Optional.empty();
  }

  /**
   * The groups, and every other node as a group of its own.
   *
   * @return all nodes, in an order in which the groups can be executed: that of the nodes, but for
   *     those that are executed earlier with others of their group
   */
  List<List<Node>> inOrder() {
    List<List<Node>> order = new ArrayList<>();
    boolean[] done = new boolean[groups.size()];
    Deque<Integer> waiting = new ArrayDeque<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (sums.getOrDefault(i, i) != i) {
        continue;
      }
      waiting.push(groupOf[i]);
      while (!waiting.isEmpty()) {
        int group = waiting.peek();
        int before = waiting.size();
        if (!done[group]) {
          pushMissing(group, done, waiting);
        }
        if (waiting.size() == before) {
          waiting.pop();
          if (!done[group]) {
            done[group] = true;
            List<Node> members = new ArrayList<>();
            groups.get(group).forEach(member -> members.add(nodes.get(member)));
            order.add(members);
          }
        }
      }
    }
    return order;
  }

  private void pushMissing(int group, boolean[] done, Deque<Integer> waiting) {
    List<Integer> members = groups.get(group);
    for (int m = members.size() - 1; m >= 0; m--) {
      for (int input : nodes.get(members.get(m)).inputs()) {
        Integer producer = producers.get(input);
        if (producer != null && groupOf[producer] != group && !done[groupOf[producer]]) {
          waiting.push(groupOf[producer]);
        }
      }
    }
  }
}

package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * Executes the ops of a group at once. Their outputs are computed into adjacent memory, a stack;
 * where operands lie in a stack in the same order, or are one and the same, one native call does
 * for several ops. On small arrays a call costs more than what it computes.
 */
final class Stacks {

  /**
   * A call for more elements than this takes so much longer than to start it that it is not worth
   * while to keep the memory of a stack until none of it is read any more.
   */
  private static final long SMALL = 1 << 16;

  /** A left operand of a product is copied into a stack if it has at most this many elements. */
  private static final long WORTH_COPYING = 1 << 14;

  /** A term of a sum of products is copied if its two factors have at most this many elements. */
  private static final long WORTH_SUMMING = 1 << 16;

  /** A part of a concatenation is worth a call for itself from this many elements on. */
  private static final long LARGE_PART = 1 << 10;

  private static final NativeOp ADD = NativeOp.of("add");
  private static final NativeOp MULTIPLY = NativeOp.of("multiply");
  private static final NativeOp EXCHANGE = NativeOp.of("permute", 1, 0, 2);
  private static final NativeOp COPY = NativeOp.of("identity");

  private final Binder binder;

  private Stacks(Binder binder) {
    this.binder = binder;
  }

  /**
   * Binds the nodes of a group, as far as they can be computed at once.
   *
   * @return those that are not bound
   */
  static List<Node> append(List<Node> group, Binder binder) {
    Stacks stacks = new Stacks(binder);
    if (Groups.isSumOfProducts(group)) {
      return stacks.sumOfProducts(group) ? List.of() : group;
    }
    Map<List<Object>, List<Node>> alike = new LinkedHashMap<>();
    for (Node node : group) {
      List<Object> key = new ArrayList<>();
      for (int input : node.inputs()) {
        key.add(Arrays.toString(binder.shape(input)));
        key.add(binder.value(input).dataType());
      }
      alike.computeIfAbsent(key, k -> new ArrayList<>()).add(node);
    }
    List<Node> rest = new ArrayList<>();
    for (List<Node> nodes : alike.values()) {
      boolean several = nodes.size() > 1 || Groups.areParts(nodes.get(0));
      if (!several || !stacks.areSmall(nodes.get(0)) || !stacks.append(nodes)) {
        rest.addAll(nodes);
      }
    }
    return rest;
  }

  private boolean areSmall(Node node) {
    return Arrays.stream(node.inputs())
        .mapToObj(binder::value)
        .allMatch(array -> !array.isEmpty() && array.length() <= SMALL);
  }

  private boolean append(List<Node> nodes) {
    Node first = nodes.get(0);
    switch (first.kind()) {
      case "matmul":
        return products(nodes);
      case "multiply_bp":
        return multiplyBackward(nodes);
      case "mergeadd":
        return sums(nodes);
      case "split":
      case "unstack":
        return binder.appendParts(nodes);
      default:
        return elementwise(nodes);
    }
  }

  private static int[] operands(List<Lane> lanes, int index) {
    return lanes.stream().mapToInt(lane -> lane.operand(index)).toArray();
  }

  private static int[] outputs(List<Lane> lanes) {
    return lanes.stream().mapToInt(Lane::output).toArray();
  }

  private List<Lane> lanes(List<Node> nodes) {
    List<Lane> lanes = new ArrayList<>();
    nodes.forEach(node -> lanes.add(new Lane(node.output(0), node.inputs())));
    return Lane.ordered(lanes, binder);
  }

  private boolean elementwise(List<Node> nodes) {
    Node first = nodes.get(0);
    List<Lane> lanes = lanes(nodes);
    int[][] operands =
        IntStream.range(0, first.inputCount())
            .mapToObj(index -> operands(lanes, index))
            .toArray(int[][]::new);
    if (first.inputCount() > 2 || !haveType(first, first.type(0))) {
      return false;
    }
    long[] shape = commonShape(operands);
    if (shape.length == 0) {
      return false;
    }
    int[] outputs = outputs(lanes);
    allocate(outputs, first, shape, operands);
    compute(inputs -> output -> binder.execute(first, inputs, output), outputs, shape, operands);
    return true;
  }

  private boolean haveType(Node node, DataType type) {
    return Arrays.stream(node.inputs()).allMatch(x -> binder.value(x).dataType() == type);
  }

  /** The shape of the first of one or two operands if the other broadcasts to it, or vice versa. */
  private long[] commonShape(int[][] operands) {
    long[] a = binder.shape(operands[0][0]);
    long[] b = operands.length == 1 ? a : binder.shape(operands[1][0]);
    return broadcasts(b, a) ? a : broadcasts(a, b) ? b : new long[0];
  }

  private static boolean broadcasts(long[] from, long[] to) {
    int missing = to.length - from.length;
    return missing >= 0
        && IntStream.range(0, from.length)
            .allMatch(i -> from[i] == to[missing + i] || from[i] == 1);
  }

  private void allocate(int[] outputs, Node node, long[] shape, int[]... operands) {
    boolean shared = Arrays.stream(operands).anyMatch(Stacks::repeats);
    int[] overwritable = InPlace.operands(node, binder);
    for (int i = 0; i < operands.length; i++) {
      int own = node.input(i);
      boolean allowed = Arrays.stream(overwritable).anyMatch(x -> x == own) && (i == 0 || !shared);
      if (allowed
          && Arrays.equals(binder.shape(own), shape)
          && binder.allocateStackOver(outputs, operands[i])) {
        return;
      }
    }
    binder.allocateStack(outputs, node.type(0), shape);
  }

  /** Whether neighbours share an operand, which is spread over the outputs then. */
  private static boolean repeats(int[] operand) {
    return IntStream.range(1, operand.length).anyMatch(i -> operand[i] == operand[i - 1]);
  }

  /** Computes an output from operands. */
  private interface Call {
    Target of(int... inputs);
  }

  private interface Target {
    void into(int output);
  }

  /** Calls an op for each run of outputs that can be computed at once. */
  private void compute(Call call, int[] outputs, long[] shape, int[]... operands) {
    int from = 0;
    while (from < outputs.length) {
      int to = from + 1;
      while (to < outputs.length && continues(from, to, shape, operands)) {
        to++;
      }
      computeRun(call, from, to, outputs, shape, operands);
      from = to;
    }
  }

  private boolean continues(int from, int next, long[] shape, int[]... operands) {
    boolean stacked = false;
    for (int[] operand : operands) {
      boolean one = operand[from] == operand[next];
      boolean wasOne = next == from + 1 || operand[from] == operand[from + 1];
      boolean wasStacked = next == from + 1 || operand[from] != operand[from + 1];
      boolean adjacent =
          Arrays.equals(binder.shape(operand[from]), shape)
              && binder.areAdjacent(operand[next - 1], operand[next]);
      if (!(one && wasOne) && !(adjacent && wasStacked)) {
        return false;
      }
      stacked |= !one;
    }
    return stacked;
  }

  private void computeRun(
      Call call, int from, int to, int[] outputs, long[] shape, int[]... operands) {
    int count = to - from;
    if (count == 1) {
      call.of(Arrays.stream(operands).mapToInt(operand -> operand[from]).toArray())
          .into(outputs[from]);
      return;
    }
    boolean flat = true;
    for (int[] operand : operands) {
      flat &= operand[from] != operand[from + 1] || isFlat(operand[from], shape);
    }
    long length = product(shape);
    long[] one = flat ? new long[] {length} : shape;
    int[] inputs = new int[operands.length];
    for (int i = 0; i < operands.length; i++) {
      int first = operands[i][from];
      boolean stacked = first != operands[i][from + 1];
      inputs[i] =
          stacked
              ? binder.stack(first, shapeOfStack(count, one))
              : flat ? binder.reshaped(first, one) : first;
    }
    call.of(inputs).into(binder.stack(outputs[from], shapeOfStack(count, one)));
  }

  private boolean isFlat(int number, long[] shape) {
    return binder.isDense(number) && Arrays.equals(binder.shape(number), shape);
  }

  private static long[] shapeOfStack(long count, long... shape) {
    return IntStream.range(0, shape.length + 1)
        .mapToLong(i -> i == 0 ? count : shape[i - 1])
        .toArray();
  }

  private boolean sums(List<Node> nodes) {
    Node first = nodes.get(0);
    long[] shape = binder.shape(first.input(0));
    boolean plain =
        first.inputCount() > 1
            && shape.length > 0
            && haveType(first, first.type(0))
            && Arrays.stream(first.inputs())
                .allMatch(input -> Arrays.equals(binder.shape(input), shape));
    if (!plain) {
      return false;
    }
    List<Lane> lanes = lanes(nodes);
    int[] outputs = outputs(lanes);
    binder.allocateStack(outputs, first.type(0), shape);
    int[] sum = operands(lanes, 0);
    for (int i = 1; i < first.inputCount(); i++) {
      compute(call(ADD), outputs, shape, sum, operands(lanes, i));
      sum = outputs;
    }
    return true;
  }

  private Call call(NativeOp op) {
    return inputs -> output -> binder.compute(output, op, inputs);
  }

  private boolean multiplyBackward(List<Node> nodes) {
    Node first = nodes.get(0);
    long[] shape = binder.shape(first.input(2));
    boolean plain =
        shape.length > 0
            && haveType(first, first.type(0))
            && Arrays.equals(binder.shape(first.input(0)), shape)
            && Arrays.equals(binder.shape(first.input(1)), shape);
    if (!plain) {
      return false;
    }
    for (int side = 0; side < 2; side++) {
      List<Lane> read = new ArrayList<>();
      for (Node node : nodes) {
        if (binder.isRead(node.output(side))) {
          read.add(new Lane(node.output(side), node.input(2), node.input(1 - side)));
        }
      }
      if (!read.isEmpty()) {
        List<Lane> lanes = Lane.ordered(read, binder);
        int[] outputs = outputs(lanes);
        binder.allocateStack(outputs, first.type(side), shape);
        compute(call(MULTIPLY), outputs, shape, operands(lanes, 0), operands(lanes, 1));
      }
    }
    return true;
  }

  /** Products of several matrices with one: one product of the matrices one below another. */
  private boolean products(List<Node> nodes) {
    Node first = nodes.get(0);
    int right = first.input(1);
    long[] flags = ((CustomOp) first.op()).iArgs();
    long[] left = binder.shape(first.input(0));
    boolean plain =
        left.length == 2
            && binder.shape(right).length == 2
            && haveType(first, first.type(0))
            && (flags.length < 1 || flags[0] == 0)
            && binder.shape(right)[flags.length > 1 && flags[1] != 0 ? 1 : 0] == left[1]
            && (flags.length < 3 || flags[2] == 0);
    if (!plain) {
      return false;
    }
    List<Lane> lanes = lanes(nodes);
    int[] lefts = operands(lanes, 0);
    int count = lefts.length;
    if (left[0] * left[1] > WORTH_COPYING && !areAdjacent(lefts)) {
      return false;
    }
    long[] shape = binder.shapeOfOutput(first);
    DataType type = first.type(0);
    int stacked = joined(lefts, count * left[0], left[1]);
    int[] outputs = outputs(lanes);
    binder.allocateStack(outputs, type, shape);
    binder.compute(
        binder.stack(outputs[0], count * shape[0], shape[1]),
        NativeOp.of("matmul", flags),
        stacked,
        right);
    binder.released(stacked);
    return true;
  }

  /** A new value of all elements of some values, one after another. */
  private int copies(int[] parts, long... shape) {
    int copies = binder.temporary(binder.value(parts[0]).dataType(), shape);
    long offset = 0;
    int from = 0;
    while (from < parts.length) {
      int to = from + 1;
      long length = binder.value(parts[from]).length();
      while (to < parts.length && binder.areAdjacent(parts[to - 1], parts[to])) {
        length += binder.value(parts[to++]).length();
      }
      int run =
          to - from == 1 ? binder.reshaped(parts[from], length) : binder.stack(parts[from], length);
      binder.compute(binder.part(copies, offset, length), COPY, run);
      offset += length;
      from = to;
    }
    return copies;
  }

  /** A value of all elements of some values, one after another; to be released. */
  private int joined(int[] parts, long... shape) {
    return areAdjacent(parts) ? binder.stack(parts[0], shape) : copies(parts, shape);
  }

  private boolean areAdjacent(int... values) {
    return IntStream.range(1, values.length)
        .allMatch(i -> binder.areAdjacent(values[i - 1], values[i]));
  }

  /**
   * Binds a {@code concat} of large parts of one shape: copies of the parts, one after another,
   * with two dimensions exchanged. ND4J's own is several times slower.
   */
  static boolean concatenation(Node node, Binder binder) {
    long[] arguments = ((CustomOp) node.op()).iArgs();
    long[] part = binder.shape(node.input(0));
    int count = node.inputCount();
    if (arguments.length != 1 || count < 2 || product(part) < LARGE_PART) {
      return false;
    }
    for (int input : node.inputs()) {
      if (!Arrays.equals(binder.shape(input), part)
          || !binder.isDense(input)
          || binder.value(input).dataType() != node.type(0)) {
        return false;
      }
    }
    int axis = (int) (arguments[0] < 0 ? arguments[0] + part.length : arguments[0]);
    long rows = product(Arrays.copyOf(part, axis));
    long columns = product(part) / rows;
    long[] shape = part.clone();
    shape[axis] *= count;
    binder.allocate(node.output(0), node.type(0), shape);
    int parts = new Stacks(binder).joined(node.inputs(), count, rows, columns);
    binder.compute(binder.reshaped(node.output(0), rows, count, columns), EXCHANGE, parts);
    binder.released(parts);
    return true;
  }

  private static long product(long... sizes) {
    return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
  }

  /**
   * {@code Σ aᵢᵀ·bᵢ}, the gradient of a weight that is used several times, as one product of all
   * {@code aᵢ} one below another with all {@code bᵢ} one below another.
   */
  private boolean sumOfProducts(List<Node> group) {
    List<Node> terms = group.subList(0, group.size() - 1);
    Node sum = group.get(group.size() - 1);
    List<Lane> lanes = lanes(terms);
    int[] a = operands(lanes, 0);
    int[] b = operands(lanes, 1);
    long[] left = binder.shape(a[0]);
    long[] right = binder.shape(b[0]);
    DataType type = sum.type(0);
    for (Node term : terms) {
      boolean fits =
          binder.shape(term.input(0)).length == 2
              && binder.shape(term.input(1)).length == 2
              && binder.shape(term.input(0))[1] == left[1]
              && binder.shape(term.input(1))[1] == right[1]
              && binder.shape(term.input(0))[0] == binder.shape(term.input(1))[0]
              && binder.shape(term.input(0))[0] * (left[1] + right[1]) <= WORTH_SUMMING
              && areSmall(term)
              && haveType(term, type);
      if (!fits) {
        return false;
      }
    }
    long rows = terms.stream().mapToLong(term -> binder.shape(term.input(0))[0]).sum();
    int above = joined(a, rows, left[1]);
    int beside = joined(b, rows, right[1]);
    binder.allocate(sum.output(0), type, left[1], right[1]);
    binder.compute(sum.output(0), NativeOp.of("matmul", 1, 0, 0), above, beside);
    binder.released(above);
    binder.released(beside);
    int[] products = outputs(lanes);
    for (int input : sum.inputs()) {
      if (Arrays.stream(products).noneMatch(product -> product == input)) {
        binder.compute(sum.output(0), ADD, sum.output(0), input);
      }
    }
    return true;
  }
}

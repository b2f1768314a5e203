package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.shape.Shape;

/**
 * The ops that are computed in another way than by ND4J's op of that name, where the shapes allow
 * it: views instead of copies, only those outputs that are read, and faster ops of the same result.
 */
final class Lowerings {

  private static final NativeOp ADD = NativeOp.of("add");
  private static final NativeOp MULTIPLY = NativeOp.of("multiply");

  private static final Map<String, Lowering> TABLE =
      Map.ofEntries(
          // Views.
          Map.entry("reshape", Lowerings::view),
          Map.entry("expand_dims", Lowerings::view),
          Map.entry("squeeze", Lowerings::view),
          Map.entry("identity", Lowerings::same),
          Map.entry("stop_gradient", Lowerings::same),
          Map.entry("mul_scalar", Lowerings::timesOne),
          // Sums.
          Map.entry("mergeadd", Lowerings::sumOfTerms),
          Map.entry("reduce_sum", (node, binder) -> reduction(node, binder, false)),
          Map.entry("reduce_mean", (node, binder) -> reduction(node, binder, true)),
          Map.entry("reduce_sum_bp", (node, binder) -> reductionBackward(node, binder, false)),
          Map.entry("reduce_mean_bp", (node, binder) -> reductionBackward(node, binder, true)),
          Map.entry("matmul", Products::slices),
          Map.entry("concat", Stacks::concatenation),
          // Backward ops with a cotangent for each of two operands, which may be broadcast.
          Map.entry("add_bp", Lowerings::addBackward),
          Map.entry("subtract_bp", Lowerings::subtractBackward),
          Map.entry("multiply_bp", Lowerings::multiplyBackward),
          // Recurrences.
          Map.entry(Recurrence.NAME, Loops::bind),
          // Convolutions.
          Map.entry("conv2d", Convolutions::forward),
          Map.entry("conv2d_bp", Convolutions::backward));

  private Lowerings() {}

  /** Names of the ops that the table has a line for. */
  static Set<String> names() {
    return TABLE.keySet();
  }

  static Lowering of(String kind) {
    return TABLE.getOrDefault(kind, (node, binder) -> false);
  }

  private static boolean view(Node node, Binder binder) {
    int x = node.input(0);
    if (!binder.isDense(x) || binder.contentsDecideOnShapes(node)) {
      return false;
    }
    binder.view(node.output(0), x, binder.shapeOfOutput(node));
    return true;
  }

  private static boolean same(Node node, Binder binder) {
    binder.same(node.output(0), node.input(0));
    return true;
  }

  private static boolean timesOne(Node node, Binder binder) {
    INDArray scalar = ((ScalarOp) node.op()).scalar();
    if (node.inputCount() > 1 || scalar == null || scalar.getDouble(0) != 1.0) {
      return false;
    }
    return same(node, binder);
  }

  private static boolean sumOfTerms(Node node, Binder binder) {
    int output = node.output(0);
    if (node.inputCount() < 2) {
      return false;
    }
    binder.allocateOver(output, node.type(0), binder.shape(node.input(0)), node.input(0));
    binder.compute(output, ADD, node.input(0), node.input(1));
    for (int i = 2; i < node.inputCount(); i++) {
      binder.compute(output, ADD, output, node.input(i));
    }
    return true;
  }

  private static boolean reduction(Node node, Binder binder, boolean mean) {
    if (!(node.op() instanceof ReduceOp) || node.inputCount() > 2) {
      return false;
    }
    int x = node.input(0);
    INDArray dimensions =
        node.inputCount() == 2 ? binder.value(node.input(1)) : ((ReduceOp) node.op()).dimensions();
    if (dimensions == null || dimensions.isEmpty() || binder.contentsDecideOnShapes(node)) {
      return false;
    }
    long[] sizes = binder.shape(x);
    int[] axes = Shape.normalizeAxis(sizes.length, dimensions.toIntVector());
    if (Arrays.stream(axes).anyMatch(axis -> axis >= sizes.length)) {
      return false;
    }
    boolean[] reduced = reduced(sizes.length, axes);
    boolean keep = ((ReduceOp) node.op()).isKeepDims();
    return Sums.append(
        binder,
        node.output(0),
        x,
        reduced,
        mean ? 1 / count(sizes, reduced) : 1,
        remaining(sizes, reduced, keep));
  }

  private static boolean reductionBackward(Node node, Binder binder, boolean mean) {
    long[] dimensions = ((CustomOp) node.op()).iArgs();
    long[] sizes = binder.shape(node.input(0));
    if (node.inputCount() > 2 || dimensions.length == 0 || sizes.length == 0) {
      return false;
    }
    int[] axes =
        Arrays.stream(dimensions)
            .mapToInt(d -> Math.toIntExact(d < 0 ? d + sizes.length : d))
            .toArray();
    if (Arrays.stream(axes).anyMatch(axis -> axis < 0 || axis >= sizes.length)) {
      return false;
    }
    boolean[] reduced = reduced(sizes.length, axes);
    double scale = mean ? 1 / count(sizes, reduced) : 1;
    return Sums.spread(binder, node.output(0), node.input(1), reduced, scale, sizes);
  }

  private static boolean[] reduced(int rank, int... axes) {
    boolean[] reduced = new boolean[rank];
    for (int axis : axes) {
      reduced[axis] = true;
    }
    return reduced;
  }

  /** How many elements one element of the result stands for. */
  private static double count(long[] sizes, boolean... reduced) {
    double count = 1;
    for (int i = 0; i < sizes.length; i++) {
      count *= reduced[i] ? sizes[i] : 1;
    }
    return count;
  }

  private static long[] remaining(long[] sizes, boolean[] reduced, boolean keep) {
    long[] remaining = new long[sizes.length];
    int rank = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (!reduced[i]) {
        remaining[rank++] = sizes[i];
      } else if (keep) {
        remaining[rank++] = 1;
      }
    }
    return Arrays.copyOf(remaining, rank);
  }

  private static boolean addBackward(Node node, Binder binder) {
    int cotangent = node.input(2);
    for (int side = 0; side < 2; side++) {
      if (binder.isRead(node.output(side))) {
        Sums.toShapeOf(binder, node.output(side), cotangent, node.input(side));
      }
    }
    return true;
  }

  private static boolean subtractBackward(Node node, Binder binder) {
    int cotangent = node.input(2);
    if (binder.isRead(node.output(0))) {
      Sums.toShapeOf(binder, node.output(0), cotangent, node.input(0));
    }
    if (binder.isRead(node.output(1))) {
      int sum = binder.number();
      Sums.toShapeOf(binder, sum, cotangent, node.input(1));
      long[] shape = binder.shape(node.input(1));
      int minusOne =
          binder.constant(node.type(1), -1.0, shape.length == 0 ? shape : new long[] {1});
      binder.allocateOver(node.output(1), node.type(1), shape, sum);
      binder.compute(node.output(1), MULTIPLY, sum, minusOne);
      binder.released(sum);
    }
    return true;
  }

  private static boolean multiplyBackward(Node node, Binder binder) {
    int cotangent = node.input(2);
    boolean both = binder.isRead(node.output(0)) && binder.isRead(node.output(1));
    int[] overwritable = both ? new int[0] : new int[] {cotangent};
    for (int side = 0; side < 2; side++) {
      int output = node.output(side);
      int other = node.input(1 - side);
      if (!binder.isRead(output)) {
        continue;
      }
      long[] shape = binder.shape(node.input(side));
      long[] full = binder.shape(cotangent);
      if (Arrays.equals(shape, full)) {
        binder.allocateOver(output, node.type(side), shape, overwritable);
        binder.compute(output, MULTIPLY, cotangent, other);
      } else {
        int product = binder.temporary(node.type(side), full);
        binder.compute(product, MULTIPLY, cotangent, other);
        Sums.toShapeOf(binder, output, product, node.input(side));
        binder.released(product);
      }
    }
    return true;
  }
}

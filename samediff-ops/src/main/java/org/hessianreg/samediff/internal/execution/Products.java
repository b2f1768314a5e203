package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.CustomOp;

/** Products of stacks of matrices, as in attention. ND4J computes them by plain loops. */
final class Products {

  /** From this many multiplications on, a matrix is worth a call of the library for matrices. */
  private static final long WORTH_A_CALL = 1 << 16;

  private Products() {}

  /** Binds a {@code matmul} of two stacks as one product for each pair of matrices. */
  static boolean slices(Node node, Binder binder) {
    int a = node.input(0);
    int b = node.input(1);
    long[] left = binder.shape(a);
    long[] right = binder.shape(b);
    int rank = left.length;
    long[] flags = ((CustomOp) node.op()).iArgs();
    boolean applies =
        rank > 2
            && right.length == rank
            && Arrays.equals(left, 0, rank - 2, right, 0, rank - 2)
            && (flags.length < 3 || flags[2] == 0)
            && binder.isDense(a)
            && binder.isDense(b);
    if (!applies) {
      return false;
    }
    long[] shape = binder.shapeOfOutput(node);
    long[] first = Arrays.copyOfRange(left, rank - 2, rank);
    long[] second = Arrays.copyOfRange(right, rank - 2, rank);
    long[] product = Arrays.copyOfRange(shape, rank - 2, rank);
    long inner = first[0] * first[1] / product[0];
    if (product[0] * product[1] * inner < WORTH_A_CALL) {
      return false;
    }
    int output = node.output(0);
    DataType type = binder.value(a).dataType();
    binder.allocate(output, type, shape);
    NativeOp op = NativeOp.of("matmul", flags);
    long count = Arrays.stream(shape, 0, rank - 2).reduce(1, (i, j) -> i * j);
    for (long i = 0; i < count; i++) {
      binder.compute(
          binder.part(output, i * product[0] * product[1], product),
          op,
          binder.part(a, i * first[0] * first[1], first),
          binder.part(b, i * second[0] * second[1], second));
    }
    return true;
  }
}

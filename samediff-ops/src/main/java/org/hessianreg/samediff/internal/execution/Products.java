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
    if (multiplications(node, binder) < WORTH_A_CALL) {
      return false;
    }
    DataType type = binder.value(node.input(0)).dataType();
    binder.allocate(node.output(0), type, shape(node, binder));
    ofPairs(binder, node.output(0), node.input(0), node.input(1), flags(node));
    return true;
  }

  /** Whether a product of stacks is bound as products of pairs that take long to call. */
  static boolean isOfSmallPairs(Node node, Binder binder) {
    long multiplications = multiplications(node, binder);
    return multiplications >= WORTH_A_CALL && multiplications <= ProductThreads.SMALL;
  }

  /** How many each pair of matrices takes; 0 unless these are dense stacks of pairs. */
  private static long multiplications(Node node, Binder binder) {
    int a = node.input(0);
    int b = node.input(1);
    long[] left = binder.shape(a);
    long[] right = binder.shape(b);
    int rank = left.length;
    boolean stacks =
        rank > 2
            && right.length == rank
            && Arrays.equals(left, 0, rank - 2, right, 0, rank - 2)
            && (flags(node).length < 3 || flags(node)[2] == 0)
            && binder.isDense(a)
            && binder.isDense(b);
    return stacks ? left[rank - 2] * left[rank - 1] * shape(node, binder)[rank - 1] : 0;
  }

  static long[] flags(Node node) {
    return ((CustomOp) node.op()).iArgs();
  }

  static boolean isTransposed(Node node, int operand) {
    return flags(node).length > operand && flags(node)[operand] != 0;
  }

  /** The shape of a product of stacks. */
  static long[] shape(Node node, Binder binder) {
    long[] shape = binder.shape(node.input(0)).clone();
    long[] right = binder.shape(node.input(1));
    int rank = shape.length;
    if (isTransposed(node, 0)) {
      shape[rank - 2] = shape[rank - 1];
    }
    shape[rank - 1] = right[isTransposed(node, 1) ? rank - 2 : rank - 1];
    return shape;
  }

  /** Computes the products of the pairs of two stacks into an allocated output. */
  static void ofPairs(Binder binder, int output, int a, int b, long... flags) {
    long[] first = matrix(binder, a);
    long[] second = matrix(binder, b);
    long[] product = matrix(binder, output);
    NativeOp op = NativeOp.of("matmul", flags);
    long count = binder.value(output).length() / (product[0] * product[1]);
    for (long i = 0; i < count; i++) {
      binder.compute(
          binder.part(output, i * product[0] * product[1], product),
          op,
          binder.part(a, i * first[0] * first[1], first),
          binder.part(b, i * second[0] * second[1], second));
    }
  }

  private static long[] matrix(Binder binder, int stack) {
    long[] shape = binder.shape(stack);
    return Arrays.copyOfRange(shape, shape.length - 2, shape.length);
  }
}

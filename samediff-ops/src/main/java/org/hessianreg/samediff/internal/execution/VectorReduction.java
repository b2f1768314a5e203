package org.hessianreg.samediff.internal.execution;

import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.shape.Shape;

/**
 * Reductions of matrices that have one row or one column. ND4J takes such a reduction over the
 * dimension of size 1 for the identity, whatever it computes, and looks for the input at the op,
 * where a program has none. With a third dimension of size 1 the same elements are no vector to it.
 */
final class VectorReduction {

  private VectorReduction() {}

  /** Whether a node reduces such a matrix. */
  static boolean is(Node node, Binder binder) {
    if (!(node.op() instanceof BaseReduceOp)
        || ((ReduceOp) node.op()).getOpType() == Op.Type.REDUCE3) {
      return false;
    }
    long[] shape = binder.shape(node.input(0));
    return shape.length == 2 && (shape[0] == 1 || shape[1] == 1);
  }

  /**
   * Makes the matrix the input of a step, after which it is appended by the caller.
   *
   * @param context gets the input
   * @return the value that is the input
   */
  static int expand(Binder binder, int matrix, OpContext context) {
    long[] shape = binder.shape(matrix);
    int expanded = binder.reshaped(matrix, shape[0], shape[1], 1);
    context.setInputArray(0, binder.value(expanded));
    return expanded;
  }

  /**
   * What the dimensions of the reduction are counted from the front; counted from the end they
   * would mean others of three dimensions.
   */
  static int[] fromTheFront(DifferentialFunction op) {
    INDArray dimensions = ((ReduceOp) op).dimensions();
    return Shape.normalizeAxis(2, dimensions == null ? new int[0] : dimensions.toIntVector());
  }
}

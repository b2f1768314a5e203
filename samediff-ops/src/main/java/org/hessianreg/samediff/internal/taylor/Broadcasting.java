package org.hessianreg.samediff.internal.taylor;

import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * What a graph shows of broadcasting before it runs. Shapes of activations are unknown then, but
 * the last dimension of a matrix product is that of its weights, which is enough for the bias of a
 * dense layer.
 */
final class Broadcasting {

  private Broadcasting() {}

  /** Whether a term is known to have the shape of its sum with another. */
  static boolean keepsShape(SDVariable term, SDVariable other) {
    if (other.getVariableType() == VariableType.ARRAY || other.getShape() == null) {
      return false;
    }
    long[] shape = other.getShape();
    return shape.length == 0 || (shape.length == 1 && shape[0] == lastDimension(term));
  }

  /** The size of the last dimension, or -1 where it is not known. */
  private static long lastDimension(SDVariable x) {
    SameDiffOp op = GraphPaths.producer(x.getSameDiff(), x.name());
    if (op == null || !"matmul".equals(op.getOp().opName())) {
      return -1;
    }
    SDVariable right = op.getOp().arg(1);
    long[] flags = ((CustomOp) op.getOp()).iArgs();
    boolean transposed = flags.length > 1 && flags[1] != 0;
    boolean resultTransposed = flags.length > 2 && flags[2] != 0;
    boolean matrix =
        right.getVariableType() == VariableType.VARIABLE && right.getShape().length == 2;
    return matrix && !resultTransposed ? right.getShape()[transposed ? 0 : 1] : -1;
  }
}

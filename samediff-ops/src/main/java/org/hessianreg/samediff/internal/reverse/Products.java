package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.List;
import org.hessianreg.samediff.internal.calculus.Slopes;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.Ranks;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;

/**
 * Adjoints of matrix products: one product for each input instead of a fused op, so that the one
 * not asked for is pruned.
 */
final class Products {

  private Products() {}

  static List<SDVariable> matmul(DifferentialFunction op, List<SDVariable> cotangents) {
    SDVariable a = op.arg(0);
    SDVariable b = op.arg(1);
    double[] factors = ((CustomOp) op).tArgs();
    boolean scaled = factors.length > 0 && factors[0] != 1.0;
    SDVariable g = scaled ? cotangents.get(0).mul(factors[0]) : cotangents.get(0);
    int[] flags = Attributes.integers(op);
    boolean ta = flags.length > 0 && flags[0] != 0;
    boolean tb = flags.length > 1 && flags[1] != 0;
    boolean tr = flags.length > 2 && flags[2] != 0;
    if (isVector(b)) {
      return ofVector(a, b, g, !ta);
    }
    if (isVector(a)) {
      List<SDVariable> swapped = ofVector(b, a, g, tb);
      return List.of(swapped.get(1), swapped.get(0));
    }
    SameDiff sd = op.getSameDiff();
    return List.of(
        ta ? product(sd, b, tb, g, !tr) : product(sd, g, tr, b, !tb),
        tb ? product(sd, g, !tr, a, ta) : product(sd, a, !ta, g, tr));
  }

  private static boolean isVector(SDVariable x) {
    return Ranks.of(x).orElse(2) == 1;
  }

  /**
   * The product of a matrix, or another vector, with a vector; ND4J's own fails or is wrong.
   *
   * @param rows whether the vector is multiplied with the rows of the matrix, not its columns
   * @return the cotangents of matrix and vector
   */
  private static List<SDVariable> ofVector(
      SDVariable matrix, SDVariable vector, SDVariable g, boolean rows) {
    SameDiff sd = g.getSameDiff();
    SDVariable length = sd.size(vector);
    SDVariable any = sd.constant(-1L);
    SDVariable outer =
        rows
            ? g.reshape(-1, 1).mul(vector.reshape(1, -1))
            : vector.reshape(-1, 1).mul(g.reshape(1, -1));
    SDVariable along =
        rows
            ? g.reshape(1, -1).mmul(matrix.reshape(sd.stack(0, any, length)))
            : matrix.reshape(sd.stack(0, length, any)).mmul(g.reshape(-1, 1));
    return List.of(outer.reshape(sd.shape(matrix)), along.reshape(sd.shape(vector)));
  }

  private static SDVariable product(
      SameDiff sd, SDVariable a, boolean transposeA, SDVariable b, boolean transposeB) {
    MMulTranspose transpose =
        MMulTranspose.builder().transposeA(transposeA).transposeB(transposeB).build();
    return new Mmul(sd, a, b, transpose).outputVariable();
  }

  /** {@code y = x·w + b}: ND4J's own is right, but computes what nobody asks for. */
  static List<SDVariable> linear(DifferentialFunction op, List<SDVariable> cotangents) {
    return linear(op, cotangents.get(0));
  }

  /** {@code y = max(x·w + b, 0)}; ND4J's own multiplies once more. */
  static List<SDVariable> rectifiedLinear(DifferentialFunction op, List<SDVariable> cotangents) {
    return linear(op, Slopes.above(op.outputVariable(), 0.0).mul(cotangents.get(0)));
  }

  private static List<SDVariable> linear(DifferentialFunction op, SDVariable g) {
    SameDiff sd = op.getSameDiff();
    List<SDVariable> all =
        new ArrayList<>(
            List.of(
                product(sd, g, false, op.arg(1), true), product(sd, op.arg(0), true, g, false)));
    all.add(g.sum(0));
    return all;
  }
}

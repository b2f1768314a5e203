package org.hessianreg.samediff.internal.calculus;

import java.util.Arrays;
import java.util.Set;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * What a graph shows of signs before it runs. Where it shows that a variable is positive, nothing
 * need be done about an infinite derivative at zero.
 */
public final class Signs {

  /** How far back to look; a sign that needs more is taken to be unknown. */
  private static final int DEPTH = 6;

  /** The same in breadth. */
  private static final int BREADTH = 4;

  private static final Set<String> POSITIVE = Set.of("exp", "sigmoid", "softmax", "softplus");

  private static final Set<String> NOT_NEGATIVE =
      Set.of(
          "square",
          "squaredsubtract",
          "abs",
          "relu6",
          "reduce_sqnorm",
          "reduce_norm1",
          "reduce_norm2",
          "reduce_normmax",
          "asum",
          "amax",
          "amin",
          "var",
          "std",
          "euclidean",
          "manhattan");

  /** Ops of a sign that all their floating-point inputs have. */
  private static final Set<String> KEEPING =
      Set.of(
          "sqrt",
          "Reciprocal",
          "rsqrt",
          "add",
          "mergeadd",
          "multiply",
          "divide",
          "matmul",
          "concat",
          "stack",
          "avgpool2d",
          "maxpool2d",
          "identity",
          "reshape",
          "permute",
          "transpose",
          "expand_dims",
          "squeeze",
          "cast",
          "tile",
          "gather",
          "slice",
          "strided_slice",
          "reduce_sum",
          "reduce_mean",
          "reduce_max",
          "reduce_min",
          "reduce_prod");

  private Signs() {}

  /**
   * Returns whether every element is known to be positive, underflow apart.
   *
   * @param x a variable
   * @return false if it is not known
   */
  public static boolean positive(SDVariable x) {
    return is(x, true, DEPTH);
  }

  /**
   * Returns whether every element is known to be positive or zero.
   *
   * @param x a variable
   * @return false if it is not known
   */
  public static boolean notNegative(SDVariable x) {
    return is(x, false, DEPTH);
  }

  private static boolean is(SDVariable x, boolean strictly, int depth) {
    if (x.getVariableType() == VariableType.CONSTANT) {
      if (x.getArr().isEmpty()) {
        return false;
      }
      double least = x.getArr().minNumber().doubleValue();
      return strictly ? least > 0 : least >= 0;
    }
    SameDiffOp producer = GraphPaths.producer(x.getSameDiff(), x.name());
    if (producer == null || depth == 0) {
      return false;
    }
    DifferentialFunction op = producer.getOp();
    String name = op.opName();
    if (POSITIVE.contains(name) || (!strictly && NOT_NEGATIVE.contains(name))) {
      return true;
    }
    if (KEEPING.contains(name)) {
      return keeps(op, strictly, depth - 1);
    }
    switch (name) {
      case "relu":
        return !strictly && scalar(op) >= 0;
      case "mul_scalar":
        return (strictly ? scalar(op) > 0 : scalar(op) >= 0) && is(op.arg(), strictly, depth - 1);
      case "div_scalar":
        return scalar(op) > 0 && is(op.arg(), strictly, depth - 1);
      case "add_scalar":
        return scalar(op) > 0
            ? is(op.arg(), false, depth - 1)
            : scalar(op) == 0 && is(op.arg(), strictly, depth - 1);
      case "max_scalar":
        return strictly ? scalar(op) > 0 : scalar(op) >= 0;
      case "ClipByValue":
        double[] bounds = ((CustomOp) op).tArgs();
        return bounds.length > 0 && (strictly ? bounds[0] > 0 : bounds[0] >= 0);
      case "pow":
        return is(op.arg(), strictly, depth - 1) || (!strictly && scalar(op) % 2 == 0);
      default:
        return false;
    }
  }

  /** A sum is positive if one term is and none is negative. */
  private static boolean keeps(DifferentialFunction op, boolean strictly, int depth) {
    SDVariable[] moving =
        Arrays.stream(op.args()).filter(v -> v.dataType().isFPType()).toArray(SDVariable[]::new);
    if (moving.length > BREADTH) {
      return false;
    }
    if (strictly && Set.of("add", "mergeadd").contains(op.opName())) {
      return Arrays.stream(moving).allMatch(v -> is(v, false, depth))
          && Arrays.stream(moving).anyMatch(v -> is(v, true, depth));
    }
    return Arrays.stream(moving).allMatch(v -> is(v, strictly, depth));
  }

  private static double scalar(DifferentialFunction op) {
    return ((ScalarOp) op).scalar().getDouble(0);
  }
}

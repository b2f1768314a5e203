package org.hessianreg.samediff.internal.reverse;

import java.util.Arrays;
import java.util.List;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.Ranks;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The adjoint of strided slices. ND4J's own takes a matrix with one row or column for a vector: it
 * is wrong for it, throws, or overwrites other memory.
 */
final class Slices {

  /** Masks of begins, ellipsis, ends, new and dropped dimensions; then begins, ends and strides. */
  private static final int MASKS = 5;

  private static final int ELLIPSIS = 1;

  private static final int NEW = 3;

  private Slices() {}

  static List<SDVariable> strided(DifferentialFunction op, List<SDVariable> cotangents) {
    return mayBeVector(op) ? Scatter.selection(op, cotangents) : Adjoints.own(op, cotangents);
  }

  /** Whether the input may be a matrix with one row or column, as far as the graph shows. */
  private static boolean mayBeVector(DifferentialFunction op) {
    long[] shape = op.arg(0).getShape();
    if (shape != null) {
      return shape.length == 2 && Arrays.stream(shape).anyMatch(size -> size == 1 || size < 0);
    }
    return Ranks.of(op.arg(0)).orElse(2) == 2 && !hasMoreDimensions(op);
  }

  /** Whether the slice names more than two dimensions of its input. */
  private static boolean hasMoreDimensions(DifferentialFunction op) {
    int[] arguments = Attributes.integers(op);
    return arguments[ELLIPSIS] == 0 && arguments[NEW] == 0 && (arguments.length - MASKS) / 3 > 2;
  }

  /** Whether an input is known to be a matrix with one row or column. */
  static boolean isVector(DifferentialFunction op) {
    long[] shape = op.arg(0).getShape();
    return shape != null && shape.length == 2 && Arrays.stream(shape).anyMatch(size -> size == 1);
  }
}

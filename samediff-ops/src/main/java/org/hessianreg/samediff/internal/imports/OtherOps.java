package org.hessianreg.samediff.internal.imports;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Ops without a right gradient, in terms of others with the same values. */
final class OtherOps {

  private OtherOps() {}

  /** A matrix of what lies before and behind a dimension. */
  static Repaired flatten(ImportedOp op) {
    int axis = op.fromFirst(op.integers()[0], op.rank(0));
    Optional<long[]> matrix = op.resultShape(0);
    if (axis == 0) {
      return Repaired.equal("is a reshape", op.input(0).reshape(1, -1));
    }
    if (axis < 0 || matrix.isEmpty()) {
      return Repaired.left("has a number of columns that is not known");
    }
    return Repaired.equal("is a reshape", op.input(0).reshape(-1, matrix.get()[1]));
  }

  /** SameDiff cannot copy it where it has a dimension. */
  static Repaired logSoftmax(ImportedOp op) {
    if (op.integers().length == 0) {
      return Repaired.unneeded();
    }
    if (op.rank(0).isEmpty()) {
      return Repaired.left("has a dimension, and a number of dimensions that is not known");
    }
    int axis = op.fromFirst(op.integers()[0], op.rank(0));
    if (axis == op.rank(0).getAsInt() - 1) {
      return Repaired.equal(
          "is that of the last dimension", op.graph().nn().logSoftmax(op.input(0)));
    }
    SDVariable shifted = op.input(0).sub(op.input(0).max(true, axis));
    SDVariable sum = op.graph().math().exp(shifted).sum(true, axis);
    return Repaired.equal(
        "is written with max, exp, sum and log", shifted.sub(op.graph().math().log(sum)));
  }

  /** SameDiff's gradient is infinite where the divisor is 0. */
  static Repaired quotientOrZero(ImportedOp op) {
    SDVariable divisor = op.input(1);
    SDVariable mask = divisor.neq(0.0).castTo(divisor.dataType());
    SDVariable quotient = op.input(0).div(divisor.add(mask.rsub(1.0)));
    return Repaired.equal("is a quotient times a mask", quotient.mul(mask));
  }

  /** One of two arrays, element by element; SameDiff has no gradient. */
  static Repaired choice(ImportedOp op) {
    if (op.count() != 3) {
      return Repaired.left("finds places, and has no gradient");
    }
    if (!isElementwise(op)) {
      // Its composition looks at the shapes when the graph is trained.
      return Repaired.unneeded();
    }
    if (!isFinite(op, 1) || !isFinite(op, 2)) {
      return Repaired.left("chooses between arrays with elements that are not finite");
    }
    SDVariable mask = op.input(0).castTo(op.input(1).dataType());
    return Repaired.equal(
        "is mixed with a mask, which takes both to be finite",
        mask.mul(op.input(1)).add(mask.rsub(1.0).mul(op.input(2))));
  }

  private static boolean isElementwise(ImportedOp op) {
    Optional<long[]> result = op.resultShape(0);
    return result.isPresent()
        && op.shape(0)
            .filter(mask -> mask.length == 0 || Arrays.equals(mask, result.get()))
            .isPresent();
  }

  private static boolean isFinite(ImportedOp op, int index) {
    Optional<INDArray> tried = op.tried(index);
    INDArray values = tried.isPresent() ? tried.get() : op.input(index).getArr();
    return values != null
        && !BooleanIndexing.or(values, Conditions.isNan())
        && !BooleanIndexing.or(values, Conditions.isInfinite());
  }

  /**
   * Elements moved along one dimension, the last ones to the front. ND4J's takes dimension −1 for
   * 0, and −2 for 1.
   */
  static Repaired roll(ImportedOp op) {
    Optional<int[]> shift = op.count() > 2 ? op.constant(1) : Optional.empty();
    Optional<int[]> axes = op.count() > 2 ? op.constant(2) : Optional.empty();
    Optional<long[]> shape = op.shape(0);
    if (shift.isEmpty() || axes.isEmpty() || shape.isEmpty() || axes.get().length != 1) {
      return Repaired.left("rolls by numbers that are not known, or along several dimensions");
    }
    int axis = op.fromFirst(axes.get()[0], op.rank(0));
    if (axis == 0) {
      return Repaired.left("rolls along the minibatch");
    }
    SDVariable rolled = rolled(op, axis, (int) shape.get()[axis], shift.get()[0]);
    return axes.get()[0] < 0
        ? Repaired.corrected("is two slices along the dimension that the file means", rolled)
        : Repaired.equal("is two slices", rolled);
  }

  private static SDVariable rolled(ImportedOp op, int axis, int size, int shift) {
    int behind = Math.floorMod(-shift, size);
    int rank = op.rank(0).orElseThrow();
    return behind == 0
        ? op.input(0)
        : op.graph()
            .concat(
                axis,
                slice(op.input(0), rank, axis, behind, size),
                slice(op.input(0), rank, axis, 0, behind));
  }

  /** All of the other dimensions, whatever their size. */
  private static SDVariable slice(SDVariable x, int rank, int axis, int begin, int end) {
    long[] begins = new long[rank];
    long[] ends = new long[rank];
    long[] steps = new long[rank];
    Arrays.fill(steps, 1);
    begins[axis] = begin;
    ends[axis] = end;
    int others = ((1 << rank) - 1) & ~(1 << axis);
    return x.getSameDiff().stridedSlice(x, begins, ends, steps, others, others, 0, 0, 0);
  }
}

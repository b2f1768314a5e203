package org.hessianreg.samediff.internal.calculus;

import java.util.Arrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.util.SameDiffUtils;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reductions whose dimensions stay as ones. ND4J's own option {@code keepDims} computes garbage,
 * without an error, where a dimension is negative and is not the last of a matrix; here negative
 * dimensions are reduced without it and put back.
 */
public final class KeptDimensions {

  private KeptDimensions() {}

  /**
   * Sums over dimensions.
   *
   * @param x a variable
   * @param dimensions the dimensions; none for all of them
   * @return the sum, which broadcasts against {@code x}
   */
  public static SDVariable sum(SDVariable x, int... dimensions) {
    return anyNegative(dimensions)
        ? restore(x.sum(dimensions), x, dimensions)
        : x.sum(true, dimensions);
  }

  /**
   * Averages over dimensions.
   *
   * @param x a variable
   * @param dimensions the dimensions; none for all of them
   * @return the mean, which broadcasts against {@code x}
   */
  public static SDVariable mean(SDVariable x, int... dimensions) {
    return anyNegative(dimensions)
        ? restore(x.mean(dimensions), x, dimensions)
        : x.mean(true, dimensions);
  }

  /**
   * Puts reduced dimensions back as ones.
   *
   * @param reduced a variable of the shape of {@code original} without the dimensions
   * @param original a variable with the dimensions
   * @param dimensions the dimensions; none for all of them
   * @return {@code reduced} with a shape that broadcasts against {@code original}
   */
  public static SDVariable restore(SDVariable reduced, SDVariable original, int... dimensions) {
    switch (dimensions.length) {
      case 0:
        return reduced;
      case 1:
        return reduced.getSameDiff().expandDims(reduced, dimensions[0]);
      default:
        return SameDiffUtils.reductionBroadcastableWithOrigShape(
            original, original.getSameDiff().constant(Nd4j.createFromArray(dimensions)), reduced);
    }
  }

  private static boolean anyNegative(int... dimensions) {
    return Arrays.stream(dimensions).anyMatch(d -> d < 0);
  }
}

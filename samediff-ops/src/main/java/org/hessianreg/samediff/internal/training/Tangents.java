package org.hessianreg.samediff.internal.training;

import java.util.Arrays;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What must hold of a fixed direction. */
public final class Tangents {

  private Tangents() {}

  /**
   * Checks that a tangent fits its parameter.
   *
   * @param name the parameter's name
   * @param tangent the tangent
   * @param type the parameter's type
   * @param shape the parameter's shape
   * @throws HessianTraceException if it has another type, or another shape apart from dimensions of
   *     size 1: DL4J gives some layers' vectors as rows or not, depending on how the network was
   *     made
   */
  public static void requireLike(String name, INDArray tangent, DataType type, long[] shape) {
    boolean sameShape = Arrays.equals(withoutOnes(tangent.shape()), withoutOnes(shape));
    if (!sameShape || tangent.dataType() != type) {
      throw new HessianTraceException(
          String.format(
              "Direction for parameter '%s' has type %s and shape %s, expected %s and %s.",
              name,
              tangent.dataType(),
              Arrays.toString(tangent.shape()),
              type,
              Arrays.toString(shape)),
          "make it like the parameter.");
    }
  }

  private static long[] withoutOnes(long[] shape) {
    return Arrays.stream(shape).filter(size -> size != 1).toArray();
  }
}

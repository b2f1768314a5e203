package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a value is in each step of a recurrence: views of one array, made when they are needed. */
final class Slices {

  private final int number;
  private final long offset;
  private final long stride;
  private final long[] shape;
  private final INDArray[] views;
  private INDArray base;

  /**
   * Creates slices.
   *
   * @param number the number of the value among those of a step
   * @param base the array
   * @param offset where the first step's slice begins in it
   * @param stride how far the next step's slice is from there
   * @param steps how many steps there are
   * @param shape the shape of a slice, whose elements lie one after another
   */
  Slices(int number, INDArray base, long offset, long stride, long steps, long... shape) {
    this.number = number;
    this.base = base;
    this.offset = offset;
    this.stride = stride;
    this.shape = shape.clone();
    this.views = new INDArray[Math.toIntExact(steps)];
  }

  int number() {
    return number;
  }

  long offset() {
    return offset;
  }

  long[] shape() {
    return shape.clone();
  }

  /** Takes the slices of another array of the same layout from now on. */
  @SuppressWarnings("ReferenceEquality") // Another array of equal content is another array.
  void moveTo(INDArray other) {
    if (base != other) {
      base = other;
      Arrays.fill(views, null);
    }
  }

  INDArray at(int step) {
    if (views[step] == null) {
      views[step] = ValueArrays.part(base, offset + step * stride, shape);
    }
    return views[step];
  }
}

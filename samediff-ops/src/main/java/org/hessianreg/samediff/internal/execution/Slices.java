package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a value is in each step of a recurrence: views of one array, made when they are needed. They
 * lie in slots of one size, which are taken in turn if there are fewer of them than steps.
 */
final class Slices {

  private final int number;
  private final long offset;
  private final long stride;
  private final int shift;
  private final long[] shape;
  private final INDArray[] views;
  private INDArray base;

  /**
   * Creates slices.
   *
   * @param number the number of the value among those of a step
   * @param base the array
   * @param offset where the slice of the first slot begins in it
   * @param stride how far the next slot's slice is from there
   * @param shift the number of the slot of the first step
   * @param slots how many slots there are
   * @param shape the shape of a slice, whose elements lie one after another
   */
  Slices(
      int number, INDArray base, long offset, long stride, int shift, long slots, long... shape) {
    this.number = number;
    this.base = base;
    this.offset = offset;
    this.stride = stride;
    this.shift = shift;
    this.shape = shape.clone();
    this.views = new INDArray[Math.toIntExact(slots)];
  }

  int number() {
    return number;
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

  INDArray base() {
    return base;
  }

  DataType type() {
    return base.dataType();
  }

  /** Where a slice begins in its slot. */
  long offset() {
    return offset;
  }

  /** How many elements a slice has. */
  long length() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** Whether the slices lie one after another. */
  boolean areAdjacent() {
    return stride == length();
  }

  /** The slices of consecutive steps as one array with the steps first. */
  INDArray block(int firstStep, long count) {
    int slot = (firstStep + shift) % views.length;
    return Nd4j.create(
        base.data(),
        LongStream.concat(LongStream.of(count), LongStream.of(shape)).toArray(),
        LongStream.concat(LongStream.of(stride), LongStream.of(Nd4j.getStrides(shape, 'c')))
            .toArray(),
        base.offset() + offset + slot * stride,
        'c',
        base.dataType());
  }

  INDArray at(int step) {
    int slot = (step + shift) % views.length;
    if (views[slot] == null) {
      views[slot] = ValueArrays.part(base, offset + slot * stride, shape);
    }
    return views[slot];
  }
}

package org.hessianreg.samediff.internal.execution;

import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for what is kept of each step of a recurrence: a slot for what is there before the first
 * step, and one for each step, in the order of time. Immutable.
 */
final class StepStack {

  private final INDArray memory;
  private final long length;
  private final long steps;
  private final boolean backwards;

  /**
   * Divides memory into slots.
   *
   * @param memory a vector of at least one slot more than there are steps
   * @param length the elements of a slot
   * @param backwards whether the steps run from the last to the first
   */
  StepStack(INDArray memory, long length, long steps, boolean backwards) {
    this.memory = memory;
    this.length = length;
    this.steps = steps;
    this.backwards = backwards;
  }

  INDArray memory() {
    return memory;
  }

  /** What the first step to run leaves. */
  INDArray first() {
    return ValueArrays.part(memory, offsetAfter(backwards ? steps - 1 : 0), length);
  }

  /** Where what is there before a step begins. */
  private long offsetBefore(long step) {
    return (backwards ? step + 1 : step) * length;
  }

  /** Where what a step leaves begins. */
  private long offsetAfter(long step) {
    return (backwards ? step : step + 1) * length;
  }

  /** Where in a slot an array of the first step to run begins. */
  long offsetOf(INDArray array) {
    return array.offset() - first().offset();
  }

  /** Where a part of what each step leaves is. */
  Slices after(int number, long offset, long... shape) {
    return new Slices(number, memory, offsetAfter(0) + offset, length, steps, shape);
  }

  /** Where a part of what is there before each step is. */
  Slices before(int number, long offset, long... shape) {
    return new Slices(number, memory, offsetBefore(0) + offset, length, steps, shape);
  }

  /** A part of what is there before the first step. */
  INDArray initial(long offset, long... shape) {
    return ValueArrays.part(memory, offsetBefore(backwards ? steps - 1 : 0) + offset, shape);
  }

  /** A part of what the last step leaves. */
  INDArray last(long offset, long... shape) {
    return ValueArrays.part(memory, offsetAfter(backwards ? 0 : steps - 1) + offset, shape);
  }

  /** What all steps leave, or what is there before each, as one array with the steps first. */
  INDArray all(Slices slices) {
    long[] shape = slices.shape();
    DataType type = memory.dataType();
    return Nd4j.create(
        memory.data(),
        LongStream.concat(LongStream.of(steps), LongStream.of(shape)).toArray(),
        LongStream.concat(LongStream.of(length), LongStream.of(Nd4j.getStrides(shape, 'c')))
            .toArray(),
        memory.offset() + slices.offset(),
        'c',
        type);
  }
}

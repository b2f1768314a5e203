package org.hessianreg.samediff.internal.execution;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Memory for what is kept of steps of a recurrence, in slots of one size. What is kept of all steps
 * has a slot for what is there before the first step, and one for each step, in the order of time;
 * the rest takes fewer slots in turn. Immutable.
 */
final class StepStack {

  private static final int SLOTS_OF_NEXT_STEP = 2;

  private final INDArray memory;
  private final long length;
  private final Lifetime lifetime;
  private final int slots;
  private final int steps;
  private final boolean backwards;

  /**
   * Divides memory into slots.
   *
   * @param memory a vector of at least {@link #slots} slots
   * @param length the elements of a slot
   * @param lifetime of what is kept
   * @param slots how many there are
   * @param steps how many steps there are
   * @param backwards whether the steps run from the last to the first
   */
  StepStack(
      INDArray memory, long length, Lifetime lifetime, int slots, int steps, boolean backwards) {
    this.memory = memory;
    this.length = length;
    this.lifetime = lifetime;
    this.slots = slots;
    this.steps = steps;
    this.backwards = backwards;
  }

  /** How many slots are needed. */
  static int slots(Lifetime lifetime, int steps, int segment) {
    switch (lifetime) {
      case ALL_STEPS:
        return steps + 1;
      case SEGMENT:
        return Math.max(SLOTS_OF_NEXT_STEP, segment);
      default:
        return SLOTS_OF_NEXT_STEP;
    }
  }

  INDArray memory() {
    return memory;
  }

  /** Whether what a step leaves is still there when something of a lifetime is read. */
  boolean lasts(Lifetime needed) {
    return lifetime.compareTo(needed) >= 0;
  }

  /** What the first step to run leaves. */
  INDArray first() {
    return ValueArrays.part(memory, slotAfter(backwards ? steps - 1 : 0) * length, length);
  }

  private int slotBefore(int step) {
    return (step + shiftBefore()) % slots;
  }

  private int shiftBefore() {
    int turned = lifetime == Lifetime.ALL_STEPS ? 0 : slots - 1;
    return backwards ? 1 : turned;
  }

  private int slotAfter(int step) {
    return (step + shiftAfter()) % slots;
  }

  /** The first step of a segment takes the first slot. */
  private int shiftAfter() {
    return lifetime == Lifetime.ALL_STEPS && !backwards ? 1 : 0;
  }

  /** Where in a slot an array of the first step to run begins. */
  long offsetOf(INDArray array) {
    return array.offset() - first().offset();
  }

  /** Where a part of what each step leaves is. */
  Slices after(int number, long offset, long... shape) {
    return new Slices(number, memory, offset, length, shiftAfter(), slots, shape);
  }

  /** Where a part of what is there before each step is. */
  Slices before(int number, long offset, long... shape) {
    return new Slices(number, memory, offset, length, shiftBefore(), slots, shape);
  }

  /** A part of what is there before the first step. */
  INDArray initial(long offset, long... shape) {
    return ValueArrays.part(memory, slotBefore(backwards ? steps - 1 : 0) * length + offset, shape);
  }

  /** A part of what the last step leaves. */
  INDArray last(long offset, long... shape) {
    return ValueArrays.part(memory, slotAfter(backwards ? 0 : steps - 1) * length + offset, shape);
  }
}

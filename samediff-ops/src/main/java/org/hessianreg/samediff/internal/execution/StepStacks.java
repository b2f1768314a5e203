package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The values of a step of a recurrence that are kept of all steps, and the memory that they are
 * kept in. What shares memory with one of them within a step is kept, too.
 */
final class StepStacks {

  private final Set<Integer> kept;
  private final long steps;
  private final boolean backwards;
  private final ArrayPool.Allocation allocation;
  private final Map<Integer, Slices> places = new LinkedHashMap<>();

  /**
   * Keeps nothing yet.
   *
   * @param kept numbers of the values to be kept
   * @param steps how many steps there are
   * @param backwards whether they run from the last to the first
   * @param allocation where the memory comes from; that of a step is written to again in each
   */
  StepStacks(Set<Integer> kept, long steps, boolean backwards, ArrayPool.Allocation allocation) {
    this.allocation = allocation;
    this.kept = Set.copyOf(kept);
    this.steps = steps;
    this.backwards = backwards;
  }

  /** Of a program that is no step. */
  static StepStacks none(ArrayPool.Allocation allocation) {
    return new StepStacks(Set.of(), 0, false, allocation);
  }

  /** Whether at least one of some values is to be kept. */
  boolean keep(int... numbers) {
    return !kept.isEmpty() && Arrays.stream(numbers).anyMatch(kept::contains);
  }

  StepStack create(DataType type, long length) {
    INDArray memory = allocation.acquire(type, (steps + 1) * length);
    return new StepStack(memory, length, steps, backwards);
  }

  /** Notes where a value lies in the first step to run. */
  void note(int number, StepStack stack, INDArray array) {
    places.put(number, stack.after(number, stack.offsetOf(array), array.shape()));
  }

  /** Whether a value lies in memory of all steps. */
  boolean holds(int number) {
    return places.containsKey(number);
  }

  /** Where the values lie in each step. */
  List<Slices> places() {
    return List.copyOf(places.values());
  }
}

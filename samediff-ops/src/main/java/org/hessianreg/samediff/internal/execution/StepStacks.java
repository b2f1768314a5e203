package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The values of a step of a recurrence that are read when the step is over, and the memory that
 * they are kept in. What shares memory with one of them within a step is kept, too.
 */
final class StepStacks {

  private final Map<Integer, Lifetime> lifetimes;
  private final int steps;
  private final int segment;
  private final boolean backwards;
  private final ArrayPool.Allocation allocation;
  private final Map<Integer, Slices> places = new LinkedHashMap<>();

  /**
   * Keeps nothing yet.
   *
   * @param lifetimes of the values to be kept, by their numbers
   * @param steps how many steps there are
   * @param segment how many steps a segment has
   * @param backwards whether they run from the last to the first
   * @param allocation where the memory comes from; that of a step is written to again in each
   */
  StepStacks(
      Map<Integer, Lifetime> lifetimes,
      int steps,
      int segment,
      boolean backwards,
      ArrayPool.Allocation allocation) {
    this.allocation = allocation;
    this.lifetimes = Map.copyOf(lifetimes);
    this.steps = steps;
    this.segment = segment;
    this.backwards = backwards;
  }

  /** Of a program that is no step. */
  static StepStacks none(ArrayPool.Allocation allocation) {
    return new StepStacks(Map.of(), 0, 0, false, allocation);
  }

  /** How long one of some values is kept at most, if at all. */
  private Optional<Lifetime> longest(int... numbers) {
    return Arrays.stream(numbers)
        .filter(lifetimes::containsKey)
        .mapToObj(lifetimes::get)
        .max(Lifetime::compareTo);
  }

  /**
   * Whether values that lie side by side are computed in kept memory: not in that of all steps if
   * few of them are read after the last one, for all of them would stay there.
   */
  boolean keep(int... numbers) {
    Optional<Lifetime> longest = longest(numbers);
    if (longest.isEmpty() || longest.get() != Lifetime.ALL_STEPS) {
      return longest.isPresent();
    }
    long ofAll = Arrays.stream(numbers).filter(n -> lifetimes.get(n) == Lifetime.ALL_STEPS).count();
    return ofAll > numbers.length - ofAll;
  }

  /**
   * Memory for values that lie side by side, at least one of which is to be kept.
   *
   * @param length the elements of all of them
   * @param numbers of the values
   */
  StepStack create(DataType type, long length, int... numbers) {
    Lifetime lifetime = longest(numbers).orElseThrow();
    int slots = StepStack.slots(lifetime, steps, segment);
    INDArray memory = allocation.acquire(type, slots * length);
    return new StepStack(memory, length, lifetime, slots, steps, backwards);
  }

  /** How long a value is kept. */
  Lifetime lifetime(int number) {
    return lifetimes.get(number);
  }

  /** Notes where a value lies in the first step to run. */
  void note(int number, StepStack stack, INDArray array) {
    places.put(number, stack.after(number, stack.offsetOf(array), array.shape()));
  }

  /** Whether a value lies at another place in each step. */
  boolean holds(int number) {
    return places.containsKey(number);
  }

  /** Where the values lie in each step. */
  List<Slices> places() {
    return List.copyOf(places.values());
  }
}

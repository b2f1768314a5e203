package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where what a recurrence keeps of its steps, or passes on to the next one, lies. What a step does
 * not compute there is copied at its end.
 */
final class StepPlaces {

  private static final NativeOp COPY = NativeOp.of("identity");

  private final Binder step;
  private final StepStacks stacks;
  private final int firstStep;
  private final Map<Integer, Place> places = new HashMap<>();
  private final Map<List<Object>, Place> copied = new HashMap<>();
  private final List<Slices> copies = new ArrayList<>();
  private final List<Place> ofStates = new ArrayList<>();

  /**
   * Has no places yet.
   *
   * @param step the first step to run, which has run
   * @param stacks where it has computed values that are to be kept
   * @param firstStep its number in the order of time
   */
  StepPlaces(Binder step, StepStacks stacks, int firstStep) {
    this.step = step;
    this.stacks = stacks;
    this.firstStep = firstStep;
  }

  /** A part of a stack. Immutable. */
  static final class Place {

    private final StepStack stack;
    private final Slices slices;

    private Place(StepStack stack, Slices slices) {
      this.stack = stack;
      this.slices = slices;
    }

    StepStack stack() {
      return stack;
    }

    @SuppressWarnings("ReferenceEquality") // A stack is its memory.
    private boolean overlaps(Place other) {
      return stack == other.stack
          && slices.offset() < other.slices.offset() + other.slices.length()
          && other.slices.offset() < slices.offset() + slices.length();
    }

    /** The part that is there before each step, as a value of the step. */
    Slices before(int number) {
      return stack.before(number, slices.offset(), slices.shape());
    }

    /** The part that is there before the first step. */
    INDArray initial() {
      return stack.initial(slices.offset(), slices.shape());
    }

    /** The part that the last step leaves. */
    INDArray last() {
      return stack.last(slices.offset(), slices.shape());
    }

    /** Where the part is that each step leaves, or that is there before it. */
    Slices slices() {
      return slices;
    }
  }

  /** Where a result of a step lies. */
  Place of(int result) {
    return places.computeIfAbsent(result, this::place);
  }

  /**
   * Places a state before each step where the step before has left it: in memory of its own, since
   * its first value may differ from that of a state with the same next one.
   *
   * @param number of the state before the step
   * @param next number of the state after the step
   */
  Place ofState(int number, int next) {
    Place place = ofStates.stream().anyMatch(of(next)::overlaps) ? copy(next) : of(next);
    ofStates.add(place);
    places.putIfAbsent(number, new Place(place.stack, place.before(number)));
    return place;
  }

  /** The memory in which something lies. */
  Set<StepStack> stacks() {
    Set<StepStack> all = new LinkedHashSet<>();
    places.values().forEach(place -> all.add(place.stack));
    ofStates.forEach(place -> all.add(place.stack));
    return all;
  }

  /** Where copies lie in each step. */
  List<Slices> copies() {
    return List.copyOf(copies);
  }

  private Place place(int result) {
    Optional<StepStack> stack = step.memory().stepsOf(result);
    boolean lasts = stack.isPresent() && stack.get().lasts(stacks.lifetime(result));
    if (lasts && step.isDense(result)) {
      INDArray array = step.value(result);
      long offset = stack.get().offsetOf(array);
      return new Place(stack.get(), stack.get().after(result, offset, array.shape()));
    }
    return copied.computeIfAbsent(content(result), content -> copy(result));
  }

  /** Views of the same elements are copied once. */
  private List<Object> content(int result) {
    INDArray array = step.value(result);
    return List.of(
        step.memory().stackOf(result),
        array.offset(),
        Arrays.toString(array.shape()),
        Arrays.toString(array.stride()),
        stacks.lifetime(result));
  }

  private Place copy(int result) {
    INDArray array = step.value(result);
    StepStack own = stacks.create(array.dataType(), Math.max(1, array.length()), result);
    int copy = step.number();
    Slices slices = own.after(copy, 0, array.shape());
    step.memory().set(copy, slices.at(firstStep));
    step.moves(copy);
    step.compute(copy, COPY, result);
    copies.add(slices);
    return new Place(own, slices);
  }
}

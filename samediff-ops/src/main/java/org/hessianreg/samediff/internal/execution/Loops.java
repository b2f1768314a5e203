package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.internal.recurrence.Cell;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Binds a recurrence. The first step to run is bound while it runs; what is kept of it is computed
 * where the steps after it find it, and where ops outside see it as a slice of one array.
 */
final class Loops {

  private static final NativeOp COPY = NativeOp.of("identity");
  private static final NativeOp ADD = NativeOp.of("add");

  private final Binder outer;
  private final Node node;
  private final Recurrence op;
  private final Cell cell;
  private final Program body;
  private final int steps;
  private final SegmentProducts products;
  private final boolean backwards;
  private final Map<Integer, Integer> states;
  private final List<Integer> temporaries = new ArrayList<>();
  private final List<Slices> slices = new ArrayList<>();
  private final Map<Slices, Integer> sequences = new HashMap<>();
  private final Map<Integer, Integer> shared = new HashMap<>();
  private final List<INDArray> sums = new ArrayList<>();
  private final List<INDArray> ofLoop = new ArrayList<>();
  private final Map<Integer, Slices> ofSequences = new HashMap<>();
  private final Map<Slices, SegmentRows> rows = new HashMap<>();

  private Loops(Node node, Binder outer) {
    this.outer = outer;
    this.node = node;
    this.op = (Recurrence) node.op();
    this.cell = op.cell();
    this.body = node.body().orElseThrow();
    long[] all = outer.shape(node.input(0));
    this.steps = Math.toIntExact(all[0]);
    this.backwards = op.isBackwards();
    this.products = new SegmentProducts(steps, backwards, all.length > 1 ? all[1] : 1);
    this.states = states();
  }

  /** Binds a recurrence; all of them can be. */
  static boolean bind(Node node, Binder outer) {
    new Loops(node, outer).bind();
    return true;
  }

  private void bind() {
    Map<Integer, Lifetime> lifetimes = lifetimes();
    ArrayPool.Allocation memory = outer.memory().allocation();
    StepStacks stacks = new StepStacks(lifetimes, steps, products.length(), backwards, memory);
    List<INDArray> first = new ArrayList<>();
    BitSet moves = new BitSet();
    for (int i = 0; i < body.inputs().size(); i++) {
      first.add(input(i, moves));
    }
    ArrayPool.Allocation ofStep = memory.ofStep();
    Binder inner = new Binder(body, first, moves, ofStep, stacks);
    inner.runOnce(body);
    StepPlaces places = places(lifetimes.keySet(), inner, stacks);
    for (int i = 0; i < cell.sums().size(); i++) {
      addUp(inner, body.results()[firstSum() + i], node.output(firstSum() + i));
    }
    slices.addAll(stacks.places());
    slices.addAll(places.copies());
    multiply(places);
    Loop loop =
        new Loop(
            inner.steps(),
            inner.arrays(),
            slices,
            sequences,
            shared,
            sums,
            products,
            steps,
            backwards);
    loop.runAfterFirst();
    outer.add(loop);
    ofStep.close();
    share(places, inner);
    temporaries.forEach(outer::released);
    ofLoop.forEach(memory::release);
  }

  /** How long which values are kept, by their numbers: states, factors, and outputs. */
  private Map<Integer, Lifetime> lifetimes() {
    Map<Integer, Lifetime> lifetimes = new LinkedHashMap<>();
    states.values().forEach(state -> lifetimes.put(next(state), Lifetime.NEXT_STEP));
    for (int i = firstSum() + cell.sums().size(); i < body.results().length; i++) {
      int factor = body.results()[i];
      if (!isSlice(factor)) {
        lifetimes.put(factor, states.containsKey(factor) ? Lifetime.ALL_STEPS : Lifetime.SEGMENT);
      }
    }
    for (int i = 0; i < cell.outputs().size(); i++) {
      if (isUsed(i)) {
        lifetimes.put(body.results()[i], Lifetime.ALL_STEPS);
      }
    }
    // Where a state lies before a step, the step before has left it.
    states.forEach(
        (number, state) -> {
          if (lifetimes.get(number) == Lifetime.ALL_STEPS) {
            lifetimes.put(next(state), Lifetime.ALL_STEPS);
          }
        });
    return lifetimes;
  }

  /** Indices of the states by their numbers before the step. */
  private Map<Integer, Integer> states() {
    Map<Integer, Integer> states = new LinkedHashMap<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      int state = cell.states().indexOf(body.inputs().get(i));
      if (state >= 0) {
        states.put(i, state);
      }
    }
    return states;
  }

  /** Whether an output is read, and not its shape alone. */
  private boolean isUsed(int output) {
    return outer.memory().isUsed(node.output(output));
  }

  private boolean isSlice(int number) {
    return number < body.inputs().size() && cell.inputs().contains(body.inputs().get(number));
  }

  private int firstSum() {
    return cell.outputs().size() + cell.next().size();
  }

  private int next(int state) {
    return body.results()[cell.outputs().size() + state];
  }

  /** The array of an input of the body in the first step to run. */
  private INDArray input(int number, BitSet moves) {
    String name = body.inputs().get(number);
    int sequence = cell.inputs().indexOf(name);
    int state = cell.states().indexOf(name);
    if (sequence >= 0 && !body.readsElements(name)) {
      long[] shape = outer.shape(node.input(sequence));
      return Nd4j.createUninitialized(
          outer.value(node.input(sequence)).dataType(), Arrays.copyOfRange(shape, 1, shape.length));
    }
    if (sequence >= 0) {
      moves.set(number);
      return sequence(number, node.input(sequence));
    }
    if (state >= 0) {
      moves.set(number);
      return outer.value(node.input(cell.inputs().size() + state));
    }
    int value = node.input(cell.inputs().size() + cell.states().size() + op.shared().indexOf(name));
    if (outer.isMoving(value)) {
      moves.set(number);
      shared.put(number, value);
    }
    return outer.value(value);
  }

  private INDArray sequence(int number, int value) {
    long[] shape = outer.shape(value);
    long[] slice = Arrays.copyOfRange(shape, 1, shape.length);
    int all = value;
    if (!areSlicesDense(outer.value(value), slice)) {
      all = outer.temporary(outer.value(value).dataType(), shape);
      outer.compute(all, COPY, value);
      temporaries.add(all);
    }
    INDArray base = outer.value(all);
    Slices place = new Slices(number, base, 0, base.stride(0), 0, steps, slice);
    slices.add(place);
    ofSequences.put(number, place);
    if (outer.isMoving(all)) {
      sequences.put(place, all);
    }
    return place.at(firstStep());
  }

  /** The number, in the order of time, of the step that runs first. */
  private int firstStep() {
    return backwards ? steps - 1 : 0;
  }

  private static boolean areSlicesDense(INDArray array, long... slice) {
    long[] strides = Arrays.copyOfRange(array.stride(), 1, array.rank());
    return Arrays.equals(strides, Nd4j.getStrides(slice, 'c'));
  }

  private StepPlaces places(Set<Integer> results, Binder inner, StepStacks stacks) {
    StepPlaces places = new StepPlaces(inner, stacks, firstStep());
    states.values().forEach(state -> places.of(next(state)));
    states.forEach((number, state) -> bindState(number, state, places));
    results.forEach(places::of);
    return places;
  }

  private void addUp(Binder inner, int result, int output) {
    INDArray value = inner.value(result);
    INDArray sum = outer.allocate(output, value.dataType(), value.shape());
    sum.assign(0.0);
    sums.add(sum);
    int number = inner.constant(sum);
    inner.compute(number, ADD, number, result);
  }

  private void bindState(int number, int state, StepPlaces places) {
    StepPlaces.Place place = places.ofState(number, next(state));
    slices.add(place.before(number));
    int start = outer.constant(place.initial());
    outer.compute(start, COPY, node.input(cell.inputs().size() + state));
  }

  /** Gives the outputs their arrays: views of what is kept of all steps. */
  private void share(StepPlaces places, Binder inner) {
    Map<StepStack, Map<Integer, INDArray>> views = new LinkedHashMap<>();
    places.stacks().forEach(stack -> views.put(stack, new LinkedHashMap<>()));
    for (int i = 0; i < firstSum(); i++) {
      int result = body.results()[i];
      if (i < cell.outputs().size() && !isUsed(i)) {
        INDArray slice = inner.value(result);
        INDArray shapeOnly = GraphShapes.standIn(slice.dataType(), allSteps(slice.shape()));
        outer.memory().set(node.output(i), shapeOnly);
        continue;
      }
      StepPlaces.Place place = places.of(result);
      views
          .get(place.stack())
          .put(
              node.output(i),
              i < cell.outputs().size() ? place.slices().block(0, steps) : place.last());
    }
    views.forEach(
        (stack, arrays) -> {
          if (arrays.isEmpty()) {
            ofLoop.add(stack.memory());
          } else {
            outer.memory().share(stack.memory(), arrays);
          }
        });
  }

  private long[] allSteps(long... slice) {
    return Recurrence.shape(steps, slice);
  }

  /** Binds the sums of products. */
  private void multiply(StepPlaces places) {
    int count = cell.products().size();
    int first = firstSum() + cell.sums().size();
    for (int i = 0; i < count; i++) {
      Slices left = factor(body.results()[first + i], places);
      Slices right = factor(body.results()[first + count + i], places);
      INDArray sum =
          outer.allocate(node.output(first + i), left.type(), left.shape()[1], right.shape()[1]);
      sum.assign(0.0);
      sums.add(sum);
      products.add(rows(left), rows(right), sum);
    }
  }

  private Slices factor(int result, StepPlaces places) {
    return isSlice(result) ? ofSequences.get(result) : places.of(result).slices();
  }

  /** The rows of a factor, once for all products that have it. */
  private SegmentRows rows(Slices factor) {
    return rows.computeIfAbsent(
        factor, f -> new SegmentRows(f, products.segments(), memoryForRows(f)));
  }

  private Optional<INDArray> memoryForRows(Slices factor) {
    if (factor.areAdjacent()) {
      return Optional.empty();
    }
    long[] slice = factor.shape();
    INDArray memory =
        outer.memory().allocation().acquire(factor.type(), products.length() * slice[0] * slice[1]);
    ofLoop.add(memory);
    return Optional.of(memory);
  }
}

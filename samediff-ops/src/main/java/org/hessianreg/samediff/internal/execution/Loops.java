package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.internal.recurrence.Cell;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.linalg.api.buffer.DataType;
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
  private final long steps;
  private final boolean backwards;
  private final List<Integer> temporaries = new ArrayList<>();
  private final List<Slices> slices = new ArrayList<>();
  private final Map<Slices, Integer> sequences = new HashMap<>();
  private final Map<Integer, Integer> shared = new HashMap<>();
  private final List<INDArray> sums = new ArrayList<>();
  private final List<INDArray> unread = new ArrayList<>();
  private final Map<Integer, Integer> rowsOf = new HashMap<>();

  private Loops(Node node, Binder outer) {
    this.outer = outer;
    this.node = node;
    this.op = (Recurrence) node.op();
    this.cell = op.cell();
    this.body = node.body().orElseThrow();
    this.steps = outer.shape(node.input(0))[0];
    this.backwards = op.isBackwards();
  }

  /** Binds a recurrence; all of them can be. */
  static boolean bind(Node node, Binder outer) {
    new Loops(node, outer).bind();
    return true;
  }

  private void bind() {
    StepStacks stacks = new StepStacks(kept(), steps, backwards, outer.memory().allocation());
    List<INDArray> first = new ArrayList<>();
    BitSet moves = new BitSet();
    for (int i = 0; i < body.inputs().size(); i++) {
      first.add(input(i, moves));
    }
    ArrayPool.Allocation memory = outer.memory().allocation();
    ArrayPool.Allocation ofStep = memory.ofStep();
    Binder inner = new Binder(body, first, moves, ofStep, stacks);
    inner.runOnce(body);
    Map<Integer, Place> places = places(inner, stacks);
    for (int i = 0; i < cell.sums().size(); i++) {
      addUp(inner, body.results()[firstSum() + i], node.output(firstSum() + i));
    }
    slices.addAll(stacks.places());
    for (int i = 0; i < body.inputs().size(); i++) {
      int state = cell.states().indexOf(body.inputs().get(i));
      if (state >= 0) {
        bindState(i, state, places.get(next(state)));
      }
    }
    Loop loop =
        new Loop(inner.steps(), inner.arrays(), slices, sequences, shared, sums, steps, backwards);
    loop.runFrom(1);
    outer.add(loop);
    ofStep.close();
    share(places, inner);
    multiply(places);
    temporaries.forEach(outer::released);
    unread.forEach(memory::release);
  }

  /** Numbers of what is kept of each step: all results but sums and what is kept elsewhere. */
  private Set<Integer> kept() {
    Set<Integer> kept = new HashSet<>();
    for (int i = 0; i < body.results().length; i++) {
      int result = body.results()[i];
      boolean output = i < cell.outputs().size() && isUsed(i);
      boolean next = i >= cell.outputs().size() && i < firstSum();
      boolean factor = i >= firstSum() + cell.sums().size();
      if (output || next || (factor && !isSlice(result))) {
        kept.add(result);
      }
    }
    return kept;
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
    Slices place = new Slices(number, base, 0, base.stride(0), steps, slice);
    slices.add(place);
    if (outer.isMoving(all)) {
      sequences.put(place, all);
    }
    return place.at(backwards ? Math.toIntExact(steps - 1) : 0);
  }

  private static boolean areSlicesDense(INDArray array, long... slice) {
    long[] strides = Arrays.copyOfRange(array.stride(), 1, array.rank());
    return Arrays.equals(strides, Nd4j.getStrides(slice, 'c'));
  }

  /** Where a result of a step is kept: what a step leaves, or what is there before it. */
  private static final class Place {
    private final StepStack stack;
    private final Slices slices;
    private final long offset;

    Place(StepStack stack, Slices slices, long offset) {
      this.stack = stack;
      this.slices = slices;
      this.offset = offset;
    }
  }

  private Map<Integer, Place> places(Binder inner, StepStacks stacks) {
    Map<Integer, Place> places = new HashMap<>();
    for (int result : kept()) {
      boolean state = result < body.inputs().size() && isState(result);
      if (!state || isNext(result)) {
        places.put(result, place(inner, result, stacks));
      }
    }
    return places;
  }

  private boolean isState(int number) {
    return cell.states().contains(body.inputs().get(number));
  }

  private boolean isNext(int number) {
    return Arrays.stream(body.results())
        .skip(cell.outputs().size())
        .limit(cell.next().size())
        .anyMatch(next -> next == number);
  }

  private Place place(Binder inner, int result, StepStacks stacks) {
    INDArray array = inner.value(result);
    Optional<StepStack> stack = inner.memory().stepsOf(result);
    if (stack.isPresent() && inner.isDense(result)) {
      long offset = stack.get().offsetOf(array);
      return new Place(stack.get(), stack.get().after(result, offset, array.shape()), offset);
    }
    StepStack own = stacks.create(array.dataType(), Math.max(1, array.length()));
    int copy = inner.number();
    Slices slice = own.after(copy, 0, array.shape());
    inner.memory().set(copy, slice.at(backwards ? Math.toIntExact(steps - 1) : 0));
    inner.moves(copy);
    inner.compute(copy, COPY, result);
    slices.add(slice);
    return new Place(own, slice, 0);
  }

  private void addUp(Binder inner, int result, int output) {
    INDArray value = inner.value(result);
    INDArray sum = outer.allocate(output, value.dataType(), value.shape());
    sum.assign(0.0);
    sums.add(sum);
    int number = inner.constant(sum);
    inner.compute(number, ADD, number, result);
  }

  private void bindState(int number, int state, Place next) {
    slices.add(next.stack.before(number, next.offset, next.slices.shape()));
    int start = outer.constant(next.stack.initial(next.offset, next.slices.shape()));
    outer.compute(start, COPY, node.input(cell.inputs().size() + state));
  }

  /** Gives the outputs their arrays: views of what is kept of all steps. */
  private void share(Map<Integer, Place> places, Binder inner) {
    Map<StepStack, Map<Integer, INDArray>> views = new LinkedHashMap<>();
    places.values().forEach(place -> views.put(place.stack, new LinkedHashMap<>()));
    for (int i = 0; i < firstSum(); i++) {
      int result = body.results()[i];
      if (i < cell.outputs().size() && !isUsed(i)) {
        INDArray slice = inner.value(result);
        INDArray shapeOnly = GraphShapes.standIn(slice.dataType(), allSteps(slice.shape()));
        outer.memory().set(node.output(i), shapeOnly);
        continue;
      }
      Place place = places.get(result);
      Slices of = place == null ? null : place.slices;
      if (place == null) {
        place = places.get(next(cell.states().indexOf(body.inputs().get(result))));
        of = place.stack.before(result, place.offset, place.slices.shape());
      }
      boolean last = i >= cell.outputs().size();
      views
          .get(place.stack)
          .put(
              node.output(i),
              last ? place.stack.last(place.offset, of.shape()) : place.stack.all(of));
    }
    views.forEach(
        (stack, arrays) -> {
          if (arrays.isEmpty()) {
            unread.add(stack.memory());
          } else {
            outer.memory().share(stack.memory(), arrays);
          }
        });
  }

  private long[] allSteps(long... slice) {
    return Recurrence.shape(steps, slice);
  }

  /** Multiplies the rows of all steps at once. */
  private void multiply(Map<Integer, Place> places) {
    int count = cell.products().size();
    int first = firstSum() + cell.sums().size();
    for (int i = 0; i < count; i++) {
      int left = rows(body.results()[first + i], places);
      int right = rows(body.results()[first + count + i], places);
      int output = node.output(first + i);
      DataType type = outer.value(left).dataType();
      outer.allocate(output, type, outer.shape(left)[1], outer.shape(right)[1]);
      outer.compute(output, NativeOp.of("matmul", 1, 0, 0), left, right);
    }
  }

  /** The rows of a matrix in all steps, one below another. */
  private int rows(int result, Map<Integer, Place> places) {
    return rowsOf.computeIfAbsent(result, number -> rowsOfAll(number, places));
  }

  private int rowsOfAll(int result, Map<Integer, Place> places) {
    int all;
    if (places.containsKey(result)) {
      Place place = places.get(result);
      all = outer.constant(place.stack.all(place.slices));
    } else {
      all = node.input(cell.inputs().indexOf(body.inputs().get(result)));
    }
    long[] shape = outer.shape(all);
    if (outer.isDense(all)) {
      return outer.reshaped(all, shape[0] * shape[1], shape[2]);
    }
    int copy = outer.temporary(outer.value(all).dataType(), shape);
    outer.compute(copy, COPY, all);
    temporaries.add(copy);
    return outer.reshaped(copy, shape[0] * shape[1], shape[2]);
  }
}

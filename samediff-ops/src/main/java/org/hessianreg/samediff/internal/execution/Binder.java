package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Binds a program to arrays while running it once: the shape of a value is known when the values
 * before it have been computed. An array is free for others after the last op that reads it.
 */
final class Binder {

  private final List<Step> steps = new ArrayList<>();
  private final ValueArrays values;
  private final BitSet moving = new BitSet();
  private final Map<List<Object>, Integer> constants = new HashMap<>();
  private final Groups groups;
  private final BitSet read;
  private final LateSums sums;

  /**
   * Creates a binder of a program that has not run yet.
   *
   * @param moves which of the inputs may be other arrays at each run
   * @param allocation where intermediate values live
   * @param stacks where values live that are kept of each step, if the program is one of a
   *     recurrence
   */
  Binder(
      Program program,
      List<INDArray> inputs,
      BitSet moves,
      ArrayPool.Allocation allocation,
      StepStacks stacks) {
    this.values = new ValueArrays(allocation, stacks, program.uses());
    this.groups = Groups.of(program);
    this.read = program.read();
    this.sums = new LateSums(program, this);
    moving.or(moves);
    for (int i = 0; i < inputs.size(); i++) {
      values.set(i, inputs.get(i));
    }
    program.constants().forEach(values::set);
  }

  /** Binds and runs a program. */
  static BoundProgram bind(Program program, List<INDArray> inputs, ArrayPool pool) {
    BitSet all = new BitSet();
    all.set(0, inputs.size());
    ArrayPool.Allocation allocation = pool.allocation();
    Binder binder = new Binder(program, inputs, all, allocation, StepStacks.none(allocation));
    binder.runOnce(program);
    return new BoundProgram(binder.steps(), binder.arrays(), inputs.size(), program.results());
  }

  /** Binds the ops while running them. */
  void runOnce(Program program) {
    groups.inOrder().forEach(this::appendGroup);
    program.checks().forEach(check -> check.check(this));
  }

  /** What has been bound so far. */
  StepSequence steps() {
    return new StepSequence(steps);
  }

  /** The values by their numbers. */
  INDArray[] arrays() {
    return values.toArray();
  }

  /** The memory of the values. */
  ValueArrays memory() {
    return values;
  }

  /** Notes that a value is another array at each run. */
  void moves(int number) {
    moving.set(number);
  }

  /** Whether a value may be another array at each run. */
  boolean isMoving(int number) {
    return moving.get(number) || values.isOfStep(number);
  }

  private void appendGroup(List<Node> group) {
    List<Node> now = new ArrayList<>();
    for (Node node : group) {
      explain(
          node,
          () -> {
            if (!sums.take(node)) {
              now.add(node);
            }
          });
    }
    List<Node> rest = new ArrayList<>(now);
    boolean alone = now.size() < 2 && now.stream().noneMatch(Groups::areParts);
    if (!alone) {
      explain(now.get(0), () -> rest.retainAll(Stacks.append(now, this)));
      now.stream().filter(node -> !rest.contains(node)).forEach(this::release);
    }
    rest.forEach(node -> explain(node, () -> append(node)));
  }

  private void explain(Node node, Runnable binding) {
    try {
      binding.run();
    } catch (HessianTraceException e) {
      throw e;
    } catch (RuntimeException e) {
      List<String> shapes = new ArrayList<>();
      for (int input : node.inputs()) {
        shapes.add(Arrays.toString(shape(input)));
      }
      throw new HessianTraceException(
          String.format(
              "%s: op '%s' of its derivatives cannot be executed on arrays of shapes %s: %s.",
              node.origin(), node.op().opName(), shapes, e.getMessage()),
          "write it with other ops, or cut the path with stopGradient.",
          e);
    }
  }

  private void append(Node node) {
    if (!Lowerings.of(node.kind()).apply(node, this)) {
      appendAsItIs(node);
    }
    release(node);
  }

  /** A node is done. */
  void release(Node node) {
    for (int i = 0; i < node.outputCount(); i++) {
      values.releaseIfUnused(node.output(i));
    }
    for (int i = 0; i < node.inputCount(); i++) {
      if (node.readsElements(i)) {
        released(node.input(i));
      }
    }
  }

  /** How a value is used, as {@link Groups#use} says. */
  List<Long> use(int number) {
    return groups.use(number, this);
  }

  INDArray value(int number) {
    return values.get(number);
  }

  long[] shape(int number) {
    return sums.holds(number) ? sums.shape(number) : values.get(number).shape();
  }

  /** Whether a value has a shape by now. */
  boolean isComputed(int number) {
    return sums.holds(number) || values.get(number) != null;
  }

  /** Whether anything reads an output. */
  boolean isRead(int number) {
    return read.get(number);
  }

  /** As {@link ValueArrays#isDense}. */
  boolean isDense(int number) {
    return values.isDense(number);
  }

  /** As {@link ValueArrays#allocate}. */
  INDArray allocate(int number, DataType type, long... shape) {
    return values.allocate(number, type, shape);
  }

  /** As {@link ValueArrays#allocateOver}. */
  INDArray allocateOver(int number, DataType type, long[] shape, int... operands) {
    return values.allocateOver(number, type, shape, operands);
  }

  /** As {@link ValueArrays#allocateStack}. */
  void allocateStack(int[] outputs, DataType type, long... shape) {
    values.allocateStack(outputs, type, shape);
  }

  /** As {@link ValueArrays#allocateStackOver}. */
  boolean allocateStackOver(int[] outputs, int... operands) {
    return values.allocateStackOver(outputs, operands);
  }

  /** As {@link ValueArrays#areAdjacent}. */
  boolean areAdjacent(int first, int second) {
    return values.areAdjacent(first, second);
  }

  /** As {@link ValueArrays#stackOf}. */
  long stackOf(int number) {
    return values.stackOf(number);
  }

  /** A view of adjacent values, valid as long as they are. */
  int stack(int first, long... shape) {
    return part(first, 0, shape);
  }

  /** Binds an op to other operands and an output, all of them allocated. */
  void execute(Node node, int[] inputs, int output) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    int[] bound = configure(node.with(inputs, output), context);
    context.setOutputArray(0, values.get(output));
    run(node.op(), context, bound, null, output);
  }

  /** A new value for an intermediate result of a lowering, which must release it once. */
  int number() {
    return values.add();
  }

  /** A new value with an array. */
  int temporary(DataType type, long... shape) {
    int number = number();
    allocate(number, type, shape);
    return number;
  }

  /**
   * A view of a value, valid as long as the value is; a copy in each run unless {@link #isDense}.
   */
  int reshaped(int of, long... shape) {
    int number = number();
    boolean again = isMoving(of) || !isDense(of);
    values.set(number, values.get(of).reshape('c', shape));
    moving.set(number, again);
    if (again) {
      steps.add(arrays -> arrays[number] = arrays[of].reshape('c', shape));
    }
    return number;
  }

  /** A view of consecutive elements of a value that {@link #isDense}, valid as long as it is. */
  int part(int of, long offset, long... shape) {
    int number = number();
    boolean again = isMoving(of);
    values.set(number, ValueArrays.part(values.get(of), offset, shape));
    moving.set(number, again);
    if (again) {
      steps.add(arrays -> arrays[number] = ValueArrays.part(arrays[of], offset, shape));
    }
    return number;
  }

  /** As {@link ValueArrays#released}. */
  void released(int number) {
    values.released(number);
  }

  /** A vector of equal elements. */
  int constant(DataType type, double element, long... shape) {
    return constants.computeIfAbsent(
        List.<Object>of(type, element, Arrays.toString(shape)),
        key -> {
          int number = number();
          values.set(number, Nd4j.valueArrayOf(shape, element, type));
          return number;
        });
  }

  /** A value that is always the same array. */
  int constant(INDArray array) {
    int number = number();
    values.set(number, array);
    return number;
  }

  /** Makes an output another view of the memory of a value that {@link #isDense}. */
  void view(int output, int of, long... shape) {
    alias(output, of, values.get(of).reshape('c', shape));
    if (isMoving(of)) {
      steps.add(arrays -> arrays[output] = arrays[of].reshape('c', shape));
    }
  }

  /** Makes an output the same array as another value. */
  void same(int output, int as) {
    alias(output, as, values.get(as));
    if (isMoving(as)) {
      steps.add(arrays -> arrays[output] = arrays[as]);
    }
  }

  private void alias(int output, int of, INDArray array) {
    values.alias(output, of, array);
    moving.set(output, isMoving(of));
  }

  /** Computes a value, whose array is allocated, by a native op. */
  void compute(int output, NativeOp op, int... inputs) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    for (int i = 0; i < inputs.length; i++) {
      context.setInputArray(i, values.get(inputs[i]));
    }
    op.configure(context);
    context.setOutputArray(0, values.get(output));
    run(op.op(), context, inputs, null, output);
  }

  private void run(
      DifferentialFunction op,
      OpContext context,
      int[] inputs,
      List<LongShapeDescriptor> checked,
      int... outputs) {
    OpStep.Moving movingInputs = OpStep.Moving.of(this::isMoving, inputs);
    OpStep.Moving movingOutputs = OpStep.Moving.of(this::isMoving, outputs);
    steps.add(new OpStep(op, context, movingInputs, movingOutputs, checked));
    OpStep.execute(op, context);
  }

  /** Executes a node the way a SameDiff session does. */
  private void appendAsItIs(Node node) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    int[] inputs = configure(node, context);
    List<LongShapeDescriptor> shapes = OpStep.shapes(node.op(), context);
    int[] overwritable = InPlace.operands(node, this);
    for (int i = 0; i < node.outputCount(); i++) {
      long[] shape = shapes.get(i).getShape();
      context.setOutputArray(i, allocateOver(node.output(i), node.type(i), shape, overwritable));
    }
    if (VectorReduction.is(node, this) && !isMoving(node.output(0))) {
      reduceVector((BaseReduceOp) node.op(), context, inputs[0], node.output(0));
    } else {
      run(node.op(), context, inputs, haveMovingIntegers(inputs) ? shapes : null, node.outputs());
    }
  }

  /** Binds nodes that take arrays of one shape apart, so that all their outputs are adjacent. */
  boolean appendParts(List<Node> nodes) {
    List<OpContext> contexts = new ArrayList<>();
    Set<LongShapeDescriptor> shapes = new HashSet<>();
    for (Node node : nodes) {
      if (contentsDecideOnShapes(node)) {
        return false;
      }
      OpContext context = Nd4j.getExecutioner().buildContext();
      configure(node, context);
      shapes.addAll(OpStep.shapes(node.op(), context));
      contexts.add(context);
    }
    long[] shape = shapes.iterator().next().getShape();
    if (shapes.size() > 1 || shape.length == 0 || Arrays.stream(shape).anyMatch(n -> n == 0)) {
      return false;
    }
    allocateStack(Lane.inOrderOfUse(nodes, this), nodes.get(0).type(0), shape);
    for (int n = 0; n < nodes.size(); n++) {
      Node node = nodes.get(n);
      for (int i = 0; i < node.outputCount(); i++) {
        contexts.get(n).setOutputArray(i, values.get(node.output(i)));
      }
      run(node.op(), contexts.get(n), node.inputs(), null, node.outputs());
    }
    return true;
  }

  /** The op's dimensions are its own again after each run: the graph has the op, too. */
  private void reduceVector(BaseReduceOp op, OpContext context, int matrix, int output) {
    int[] own = op.getDimensions();
    int[] normal = VectorReduction.fromTheFront(op);
    int expanded = VectorReduction.expand(this, matrix, context);
    perform(arrays -> op.setDimensions(normal));
    long[] shape = OpStep.shapes(op, context).get(0).getShape();
    context.setOutputArray(0, values.get(output).reshape('c', shape));
    run(op, context, new int[] {expanded}, null);
    perform(arrays -> op.setDimensions(own));
  }

  /** Adds a step, which has been run already. */
  void add(Step step) {
    steps.add(step);
  }

  private void perform(Step step) {
    steps.add(step);
    step.run(values.toArray());
  }

  /** The shape of a node's first output. */
  long[] shapeOfOutput(Node node) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    configure(node, context);
    return OpStep.shapes(node.op(), context).get(0).getShape();
  }

  /** Sets a node's arguments and inputs; returns the values that are the context's inputs. */
  private int[] configure(Node node, OpContext context) {
    if (!(node.op() instanceof DynamicCustomOp)) {
      return configureLegacy(node, context);
    }
    DynamicCustomOp op = (DynamicCustomOp) node.op();
    context.setArgs(
        Arrays.stream(node.inputs()).mapToObj(values::get).toArray(INDArray[]::new),
        op.iArgs(),
        op.dArgs(),
        op.tArgs(),
        op.bArgs());
    return node.inputs();
  }

  /**
   * Sets the arguments that ops of ND4J's older kind take as inputs. They are the op's own, not the
   * context's, so every run sets them anew: another binding of the program shares the op.
   */
  private int[] configureLegacy(Node node, OpContext context) {
    DifferentialFunction op = node.op();
    int[] inputs = node.inputs();
    if (inputs.length == 2 && op instanceof ScalarOp) {
      int scalar = inputs[1];
      ((ScalarOp) op).setScalar(values.get(scalar));
      steps.add(arrays -> ((ScalarOp) op).setScalar(arrays[scalar]));
    }
    boolean axes =
        inputs.length == 2
            && op instanceof BaseReduceOp
            && ((ReduceOp) op).getOpType() != Op.Type.REDUCE3;
    if (axes) {
      INDArray dimensions = values.get(inputs[1]);
      int[] normal = Shape.normalizeAxis(values.get(inputs[0]).rank(), dimensions.toIntVector());
      op.setDimensions(normal);
      steps.add(arrays -> op.setDimensions(normal));
      ((BaseReduceOp) op).setEmptyReduce(false);
      requireSameContents(inputs[1], op);
      inputs = new int[] {inputs[0]};
    }
    for (int i = 0; i < inputs.length; i++) {
      context.setInputArray(i, values.get(inputs[i]));
    }
    return inputs;
  }

  /** The op's arguments are made of these contents: others need another binding. */
  private void requireSameContents(int number, DifferentialFunction op) {
    if (isMoving(number)) {
      INDArray contents = values.get(number).dup();
      steps.add(
          arrays -> {
            if (!arrays[number].equals(contents)) {
              throw new OutdatedBindingException(op.opName());
            }
          });
    }
  }

  /** Whether a node reads integers that may differ between runs. */
  boolean contentsDecideOnShapes(Node node) {
    return haveMovingIntegers(node.inputs());
  }

  private boolean haveMovingIntegers(int... numbers) {
    return Arrays.stream(numbers)
        .anyMatch(i -> isMoving(i) && values.get(i).dataType().isIntType());
  }
}

package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Executes an op on the arrays of its context. Values that may be other arrays at each run are
 * bound anew where they moved.
 */
final class OpStep implements Step {

  private final DifferentialFunction op;
  private final OpContext context;
  private final Moving inputs;
  private final Moving outputs;
  private final List<LongShapeDescriptor> checkedShapes;

  /**
   * Creates a step.
   *
   * @param context the op's arguments and arrays
   * @param inputs which inputs of the context may be other arrays at each run
   * @param outputs which outputs may
   * @param checkedShapes the outputs' shapes, if the contents of inputs determine them; or null
   */
  OpStep(
      DifferentialFunction op,
      OpContext context,
      Moving inputs,
      Moving outputs,
      List<LongShapeDescriptor> checkedShapes) {
    this.op = op;
    this.context = context;
    this.inputs = inputs;
    this.outputs = outputs;
    this.checkedShapes = checkedShapes;
  }

  /**
   * A step whose arrays are all others at each run: the first values are the op's inputs, the next
   * one is its output.
   */
  static OpStep free(NativeOp op, int inputs) {
    OpContext context = Nd4j.getExecutioner().buildContext();
    op.configure(context);
    int[] numbers = IntStream.range(0, inputs).toArray();
    return new OpStep(
        op.op(), context, Moving.of(n -> true, numbers), Moving.of(n -> true, inputs), null);
  }

  /**
   * Arrays of a context that may be others at each run, and the values that they are. Immutable.
   */
  static final class Moving {

    private final int[] slots;
    private final int[] sources;

    private Moving(int[] slots, int... sources) {
      this.slots = slots;
      this.sources = sources;
    }

    /**
     * Chooses those that move.
     *
     * @param moves whether the value with a number may be another array at each run
     * @param values the numbers of the values, in the order of the context
     */
    static Moving of(IntPredicate moves, int... values) {
      int[] slots = IntStream.range(0, values.length).filter(i -> moves.test(values[i])).toArray();
      return new Moving(slots, Arrays.stream(slots).map(slot -> values[slot]).toArray());
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Another array of equal content is another array.
  public void run(INDArray[] values) {
    for (int i = 0; i < inputs.slots.length; i++) {
      INDArray value = values[inputs.sources[i]];
      if (context.getInputArray(inputs.slots[i]) != value) {
        context.setInputArray(inputs.slots[i], value);
      }
    }
    for (int i = 0; i < outputs.slots.length; i++) {
      context.setOutputArray(outputs.slots[i], values[outputs.sources[i]]);
    }
    if (checkedShapes != null && !checkedShapes.equals(shapes(op, context))) {
      throw new OutdatedBindingException(op.opName());
    }
    execute(op, context);
  }

  static List<LongShapeDescriptor> shapes(DifferentialFunction op, OpContext context) {
    return op instanceof CustomOp
        ? ((CustomOp) op).calculateOutputShape(context)
        : op.calculateOutputShape(context);
  }

  static void execute(DifferentialFunction op, OpContext context) {
    if (op instanceof CustomOp) {
      Nd4j.getExecutioner().exec((CustomOp) op, context);
    } else {
      Nd4j.getExecutioner().exec((Op) op, context);
    }
  }

  @Override
  public int operations() {
    return 1;
  }

  @Override
  public long elements() {
    return context.getOutputArrays().stream().mapToLong(INDArray::length).sum();
  }

  /** With an inner size of k, the lengths of the arrays are m·k, k·n and m·n. */
  @Override
  public boolean isSmallProduct() {
    if (!"matmul".equals(op.opName())) {
      return false;
    }
    double a = context.getInputArray(0).length();
    double b = context.getInputArray(1).length();
    return Math.sqrt(a * b * elements()) <= ProductThreads.SMALL;
  }

  @Override
  public String toString() {
    return op.opName();
  }
}

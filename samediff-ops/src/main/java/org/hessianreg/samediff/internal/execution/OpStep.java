package org.hessianreg.samediff.internal.execution;

import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Executes an op on the arrays of its context. Inputs of the program are bound anew where they
 * moved.
 */
final class OpStep implements Step {

  private final DifferentialFunction op;
  private final OpContext context;
  private final int[] slots;
  private final int[] sources;
  private final List<LongShapeDescriptor> checkedShapes;

  /**
   * Creates a step.
   *
   * @param context the op's arguments and arrays
   * @param slots which inputs of the context may be other arrays at each run
   * @param sources the numbers of the values that they are
   * @param checkedShapes the outputs' shapes, if the contents of inputs determine them; or null
   */
  OpStep(
      DifferentialFunction op,
      OpContext context,
      int[] slots,
      int[] sources,
      List<LongShapeDescriptor> checkedShapes) {
    this.op = op;
    this.context = context;
    this.slots = slots;
    this.sources = sources;
    this.checkedShapes = checkedShapes;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Another array of equal content is another array.
  public void run(INDArray[] values) {
    for (int i = 0; i < slots.length; i++) {
      INDArray value = values[sources[i]];
      if (context.getInputArray(slots[i]) != value) {
        context.setInputArray(slots[i], value);
      }
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

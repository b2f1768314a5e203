package org.hessianreg.samediff.internal.execution;

import java.util.List;
import java.util.Optional;
import org.hessianreg.samediff.internal.graph.Reads;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.CustomOp;

/** One op of a program. Values are numbered; immutable. */
final class Node {

  private final DifferentialFunction op;
  private final int[] inputs;
  private final int[] outputs;
  private final List<DataType> types;
  private final String origin;
  private final Optional<Program> body;

  /**
   * Creates a node.
   *
   * @param origin what the op is derived from, for messages
   * @param body what a recurrence runs for each step
   */
  Node(
      DifferentialFunction op,
      int[] inputs,
      int[] outputs,
      List<DataType> types,
      String origin,
      Optional<Program> body) {
    this.op = op;
    this.inputs = inputs;
    this.outputs = outputs;
    this.types = types;
    this.origin = origin;
    this.body = body;
  }

  DifferentialFunction op() {
    return op;
  }

  /** The op's name, for what is known of ops by name; not that of a product with a factor. */
  String kind() {
    return isScaledProduct() ? op.opName() + ", scaled" : op.opName();
  }

  private boolean isScaledProduct() {
    double[] factors = "matmul".equals(op.opName()) ? ((CustomOp) op).tArgs() : new double[0];
    return factors.length > 0 && factors[0] != 1.0;
  }

  int inputCount() {
    return inputs.length;
  }

  int input(int index) {
    return inputs[index];
  }

  int[] inputs() {
    return inputs.clone();
  }

  /** Whether the op reads an input's elements, not its shape alone. */
  boolean readsElements(int index) {
    if (body.isPresent()) {
      return stepsReadElements(index);
    }
    return Reads.elements(op.opName(), index);
  }

  int[] outputs() {
    return outputs.clone();
  }

  /** Whether the steps of a recurrence read the elements of an input, or begin with it. */
  private boolean stepsReadElements(int index) {
    Recurrence recurrence = (Recurrence) op;
    int sequences = recurrence.cell().inputs().size();
    int states = recurrence.cell().states().size();
    if (index >= sequences && index < sequences + states) {
      return true;
    }
    String name =
        index < sequences
            ? recurrence.cell().inputs().get(index)
            : recurrence.shared().get(index - sequences - states);
    return body.get().readsElements(name);
  }

  int outputCount() {
    return outputs.length;
  }

  int output(int index) {
    return outputs[index];
  }

  /** The type that the graph gives an output; ops that can have several types do not know it. */
  DataType type(int index) {
    return types.get(index);
  }

  /** The same op with other inputs and a first output. */
  Node with(int[] otherInputs, int output) {
    return new Node(op, otherInputs, new int[] {output}, List.of(type(0)), origin, body);
  }

  /** What a recurrence runs for each step. */
  Optional<Program> body() {
    return body;
  }

  /** What is said where the op fails. */
  String origin() {
    return origin;
  }
}

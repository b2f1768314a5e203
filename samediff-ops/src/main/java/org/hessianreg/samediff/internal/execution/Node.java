package org.hessianreg.samediff.internal.execution;

import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.buffer.DataType;

/** One op of a program. Values are numbered; immutable. */
final class Node {

  private final DifferentialFunction op;
  private final int[] inputs;
  private final int[] outputs;
  private final List<DataType> types;
  private final String origin;

  /**
   * Creates a node.
   *
   * @param origin what the op is derived from, for messages
   */
  Node(DifferentialFunction op, int[] inputs, int[] outputs, List<DataType> types, String origin) {
    this.op = op;
    this.inputs = inputs;
    this.outputs = outputs;
    this.types = types;
    this.origin = origin;
  }

  DifferentialFunction op() {
    return op;
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

  /** What is said where the op fails. */
  String origin() {
    return origin;
  }
}

package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.transforms.Assert;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;

/**
 * The place of a penalty in a gradient function: reads what the penalty is made of, and its outputs
 * are the gradients of the penalised loss. It computes nothing itself; {@link PenaltyListener}
 * fills the outputs in when SameDiff has executed it, before SameDiff reads them.
 *
 * <p>One op instead of hundreds: each op that a session executes costs about 0.1 ms besides what it
 * computes. All gradients are there at once, so that no parameter changes while another gradient is
 * still being computed.
 *
 * <p>It is an assertion of something true, since that is the op for which a session does nothing. A
 * native op that does nothing will not do: the first execution of any native op in a fresh context
 * costs time in proportion to the size of its inputs.
 */
final class PenaltyOp extends Assert {

  private final List<SDVariable> parameters;

  /**
   * Appends the op to a graph.
   *
   * @param condition something true
   * @param parameters the parameters whose gradients are the outputs
   * @param read what the penalty is computed from
   */
  PenaltyOp(
      SameDiff graph, SDVariable condition, List<SDVariable> parameters, List<SDVariable> read) {
    this.parameters = List.copyOf(parameters);
    setSameDiff(graph);
    setOwnName(graph.getOpName(opName()));
    graph.addArgsFor(
        Stream.concat(Stream.of(condition), read.stream()).toArray(SDVariable[]::new), this);
  }

  /** The arrays of what is read. */
  List<INDArray> read(OpContext context) {
    List<INDArray> inputs = context.getInputArrays();
    return inputs.subList(1, inputs.size());
  }

  @Override
  public int getNumOutputs() {
    return parameters.size();
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
    List<DataType> types = new ArrayList<>();
    parameters.forEach(parameter -> types.add(parameter.dataType()));
    return types;
  }

  @Override
  public List<LongShapeDescriptor> calculateOutputShape() {
    List<LongShapeDescriptor> shapes = new ArrayList<>();
    for (SDVariable parameter : parameters) {
      shapes.add(LongShapeDescriptor.fromShape(parameter.getShape(), parameter.dataType()));
    }
    return shapes;
  }

  @Override
  public List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
    return calculateOutputShape();
  }
}

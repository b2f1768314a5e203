package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;

/**
 * The place of a penalty in a gradient function: reads what the penalty is made of, and its outputs
 * are the gradients of the penalised loss. It computes nothing itself; {@link PenaltyListener}
 * fills the outputs in when SameDiff has executed it, before SameDiff reads them.
 *
 * <p>One op instead of hundreds: each op that a session executes costs about 0.1 ms besides what it
 * computes. All gradients are there at once, so that no parameter changes while another gradient is
 * still being computed.
 */
final class PenaltyOp extends DynamicCustomOp {

  /** ND4J's op that does nothing. */
  private static final String NAME = "noop";

  private final List<SDVariable> parameters;

  /**
   * Appends the op.
   *
   * @param parameters the parameters; the outputs are their gradients. They are the first inputs as
   *     well, because the native op insists that its outputs have the shapes of its inputs
   * @param read what else is read
   */
  PenaltyOp(SameDiff graph, List<SDVariable> parameters, List<SDVariable> read) {
    super(
        NAME,
        graph,
        Stream.concat(parameters.stream(), read.stream()).toArray(SDVariable[]::new));
    this.parameters = List.copyOf(parameters);
  }

  /** The arrays of what else is read. */
  List<INDArray> read(OpContext context) {
    List<INDArray> inputs = context.getInputArrays();
    return inputs.subList(parameters.size(), inputs.size());
  }

  @Override
  public String opName() {
    return NAME;
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

package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.transforms.Assert;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;

/**
 * The op of a gradient function at which a step of training happens: it reads what the step is
 * computed from, and its outputs are the gradients, and the losses under their own names, so that a
 * training session finds both where it looks for them. It computes nothing itself; {@link
 * PenaltyListener} fills the outputs in when SameDiff has executed it, before SameDiff reads them.
 *
 * <p>One op instead of hundreds: each op that a session executes costs about 0.1 ms besides what it
 * computes. All gradients are there at once, so that no parameter changes while another gradient is
 * still being computed.
 *
 * <p>It is an assertion of something true, since that is the op for which a session does nothing. A
 * native op that does nothing will not do: the first execution of any native op in a fresh context
 * costs time in proportion to the size of its inputs.
 */
final class StepOp extends Assert {

  private final List<SDVariable> parameters;
  private final List<SDVariable> losses;

  /**
   * Appends the op to a graph.
   *
   * @param condition something true
   * @param parameters the parameters whose gradients are the first outputs
   * @param losses the losses that are the other outputs
   * @param read what the step is computed from
   * @param name first part of the names of the gradients
   */
  StepOp(
      SameDiff graph,
      SDVariable condition,
      List<SDVariable> parameters,
      List<SDVariable> losses,
      List<SDVariable> read,
      String name) {
    this.parameters = List.copyOf(parameters);
    this.losses = List.copyOf(losses);
    setSameDiff(graph);
    setOwnName(graph.getOpName(opName()));
    graph.addArgsFor(
        Stream.concat(Stream.of(condition), read.stream()).toArray(SDVariable[]::new), this);
    List<String> outputs = new ArrayList<>();
    parameters.forEach(parameter -> outputs.add(gradient(graph, parameter, name)));
    losses.forEach(loss -> outputs.add(loss.name()));
    graph.getOps().get(getOwnName()).setOutputsOfOp(outputs);
  }

  private String gradient(SameDiff graph, SDVariable parameter, String prefix) {
    String name = prefix + "/" + parameter.name();
    SDVariable gradient =
        new SDVariable(name, VariableType.ARRAY, graph, null, parameter.dataType());
    graph
        .getVariables()
        .put(
            name,
            Variable.builder().name(name).variable(gradient).outputOfOp(getOwnName()).build());
    return name;
  }

  /** The gradients, in the order of the parameters. */
  List<SDVariable> gradients() {
    return List.of(outputVariables()).subList(0, parameters.size());
  }

  /** The arrays of what is read. */
  List<INDArray> read(OpContext context) {
    List<INDArray> inputs = context.getInputArrays();
    return inputs.subList(1, inputs.size());
  }

  /** Where the gradients go. */
  List<INDArray> gradients(OpContext context) {
    return context.getOutputArrays().subList(0, parameters.size());
  }

  /** Where the losses go. */
  List<INDArray> losses(OpContext context) {
    return context.getOutputArrays().subList(parameters.size(), getNumOutputs());
  }

  @Override
  public int getNumOutputs() {
    return parameters.size() + losses.size();
  }

  @Override
  public List<LongShapeDescriptor> calculateOutputShape() {
    List<LongShapeDescriptor> shapes = new ArrayList<>();
    for (SDVariable parameter : parameters) {
      shapes.add(LongShapeDescriptor.fromShape(parameter.getShape(), parameter.dataType()));
    }
    for (SDVariable loss : losses) {
      shapes.add(LongShapeDescriptor.fromShape(new long[0], loss.dataType()));
    }
    return shapes;
  }

  @Override
  public List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
    return calculateOutputShape();
  }
}

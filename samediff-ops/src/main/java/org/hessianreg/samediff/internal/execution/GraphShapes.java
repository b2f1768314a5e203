package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
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
 * The shapes of a graph's variables while it is being written, where all placeholders have a known
 * shape: SameDiff itself knows them only when it executes the graph. Nothing is computed; contents
 * are those of constants, and of other variables undefined.
 */
public final class GraphShapes {

  private final SameDiff graph;
  private final Map<String, INDArray> arrays = new HashMap<>();

  /**
   * Creates the shapes of a graph.
   *
   * @param graph the graph; ops may be added to it later
   */
  public GraphShapes(SameDiff graph) {
    this.graph = graph;
  }

  /**
   * Returns the shape of a variable.
   *
   * @param variable a variable of the graph
   * @return its sizes; empty for a scalar
   */
  public long[] of(SDVariable variable) {
    if (!arrays.containsKey(variable.name())) {
      for (SameDiffOp op : GraphPaths.ancestors(graph, List.of(variable.name()))) {
        if (!arrays.containsKey(op.getOutputsOfOp().get(0))) {
          infer(op);
        }
      }
    }
    return array(variable.name()).shape();
  }

  private INDArray array(String name) {
    return arrays.computeIfAbsent(name, n -> source(graph.getVariable(n)));
  }

  private static INDArray source(SDVariable variable) {
    boolean placeholder = variable.getVariableType() == VariableType.PLACEHOLDER;
    return placeholder
        ? standIn(variable.dataType(), variable.placeholderShape())
        : variable.getArr();
  }

  /** An array of a shape that occupies the memory of one element: only its shape is looked at. */
  static INDArray standIn(DataType type, long[] shape) {
    // ND4J's expandDims takes a single element without a stride for none.
    if (Arrays.stream(shape).allMatch(size -> size == 1)
        || Arrays.stream(shape).anyMatch(size -> size == 0)) {
      return Nd4j.createUninitialized(type, shape);
    }
    INDArray element = Nd4j.createUninitialized(type, 1);
    return Nd4j.create(element.data(), shape, new long[shape.length], 0, 'c', type);
  }

  private void infer(SameDiffOp entry) {
    DifferentialFunction op = entry.getOp();
    if (op instanceof Recurrence) {
      infer((Recurrence) op);
      return;
    }
    INDArray[] inputs = GraphPaths.inputs(entry).stream().map(this::array).toArray(INDArray[]::new);
    try (OpContext context = Nd4j.getExecutioner().buildContext()) {
      configure(op, context, inputs);
      List<LongShapeDescriptor> shapes = OpStep.shapes(op, context);
      for (int i = 0; i < shapes.size(); i++) {
        String output = entry.getOutputsOfOp().get(i);
        arrays.put(output, standIn(graph.getVariable(output).dataType(), shapes.get(i).getShape()));
      }
    } catch (Exception e) {
      throw new IllegalStateException(
          String.format(
              "Op '%s' (%s) cannot determine the shape of its output", op.getOwnName(), op),
          e);
    }
  }

  private void infer(Recurrence op) {
    long steps = of(op.sequences().get(0))[0];
    List<String> results = op.cell().kept();
    SDVariable[] outputs = op.outputVariables();
    for (int i = 0; i < outputs.length; i++) {
      long[] slice = of(graph.getVariable(results.get(i)));
      long[] shape = i < op.cell().outputs().size() ? Recurrence.shape(steps, slice) : slice;
      arrays.put(outputs[i].name(), standIn(outputs[i].dataType(), shape));
    }
  }

  private static void configure(DifferentialFunction op, OpContext context, INDArray[] inputs) {
    if (op instanceof DynamicCustomOp) {
      DynamicCustomOp custom = (DynamicCustomOp) op;
      context.setArgs(inputs, custom.iArgs(), custom.dArgs(), custom.tArgs(), custom.bArgs());
      return;
    }
    boolean axes =
        inputs.length == 2
            && op instanceof BaseReduceOp
            && ((ReduceOp) op).getOpType() != Op.Type.REDUCE3;
    if (axes) {
      op.setDimensions(Shape.normalizeAxis(inputs[0].rank(), inputs[1].toIntVector()));
      ((BaseReduceOp) op).setEmptyReduce(false);
    }
    if (inputs.length == 2 && op instanceof ScalarOp) {
      ((ScalarOp) op).setScalar(inputs[1]);
    }
    for (int i = 0; i < (axes ? 1 : inputs.length); i++) {
      context.setInputArray(i, inputs[i]);
    }
  }
}

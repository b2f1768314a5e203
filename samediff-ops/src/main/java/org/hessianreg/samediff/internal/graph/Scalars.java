package org.hessianreg.samediff.internal.graph;

import java.util.Set;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.impl.loss.BaseLoss;

/**
 * Whether a variable has one element, as far as the graph alone shows: shapes of activations are
 * known only when they are computed.
 */
public final class Scalars {

  /** What the graph shows. */
  public enum Answer {
    /** One element. */
    YES,
    /** Another number of elements. */
    NO,
    /** Known only when it is computed. */
    UNKNOWN
  }

  private static final Set<String> ELEMENTWISE =
      Set.of(
          "add",
          "subtract",
          "multiply",
          "divide",
          "squaredsubtract",
          "square",
          "neg",
          "abs",
          "exp",
          "log",
          "sqrt",
          "mul_scalar",
          "add_scalar",
          "div_scalar",
          "sub_scalar",
          "mergeadd",
          "tanh",
          "sigmoid",
          "relu",
          "pow",
          "cast");

  private Scalars() {}

  /**
   * Looks for the answer.
   *
   * @param graph the graph
   * @param name the variable's name
   * @return whether the variable has one element
   */
  public static Answer of(SameDiff graph, String name) {
    SDVariable variable = graph.getVariable(name);
    if (variable.getVariableType() != VariableType.ARRAY) {
      return ofShape(variable.getShape());
    }
    SameDiffOp op = GraphPaths.producer(graph, name);
    if (op.getOp() instanceof BaseLoss) {
      return ((BaseLoss) op.getOp()).getLossReduce() == LossReduce.NONE ? Answer.NO : Answer.YES;
    }
    if (op.getOp() instanceof BaseReduceOp) {
      return Attributes.areAllReduced((BaseReduceOp) op.getOp()) ? Answer.YES : Answer.UNKNOWN;
    }
    if (ELEMENTWISE.contains(op.getOp().opName())) {
      return ofInputs(graph, op);
    }
    return Answer.UNKNOWN;
  }

  private static Answer ofInputs(SameDiff graph, SameDiffOp op) {
    Answer answer = Answer.YES;
    for (String input : GraphPaths.inputs(op)) {
      Answer one = of(graph, input);
      if (one == Answer.NO) {
        return Answer.NO;
      }
      answer = one == Answer.UNKNOWN ? one : answer;
    }
    return answer;
  }

  private static Answer ofShape(long[] shape) {
    if (shape == null) {
      return Answer.UNKNOWN;
    }
    long length = 1;
    for (long size : shape) {
      if (size < 0) {
        return Answer.NO;
      }
      length *= size;
    }
    return length == 1 ? Answer.YES : Answer.NO;
  }
}

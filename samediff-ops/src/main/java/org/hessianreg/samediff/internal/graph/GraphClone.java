package org.hessianreg.samediff.internal.graph;

import java.util.Map;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.imports.converters.DifferentialFunctionClassHolder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;

/** Copies of graphs, made the way that SameDiff copies a graph to differentiate it. */
public final class GraphClone {

  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("log_softmax", "use logSoftmax(x), or the logarithm of softmax(x, dimension)"),
          Map.entry("create_view", "use get(SDIndex...) or stridedSlice instead of getView"),
          Map.entry(
              "invoke",
              "use get(SDIndex...), gather or concat instead of get(SDVariable), put"
                  + " or invoke"),
          Map.entry("mish", "write x.mul(math().tanh(nn().softplus(x)))"),
          Map.entry("col2im", "use a transposed convolution"),
          Map.entry("cas", "mix with a mask: x.mul(mask).add(mask.rsub(1.0).mul(value))"));

  private GraphClone() {}

  /**
   * Copies a graph; the copy shares the arrays of parameters and constants. What is dropout in the
   * graph is a product with a mask in the copy, see {@link Dropouts}.
   *
   * @param graph the graph
   * @return the copy
   * @throws HessianTraceException if an op does not survive copying, so that SameDiff cannot train
   *     the graph either
   */
  public static SameDiff of(SameDiff graph) {
    SameDiff clone = SameDiff.create();
    clone.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    try {
      graph.variables().forEach(variable -> copy(variable, graph, clone));
      graph.getOps().values().forEach(op -> copy(op.getOp(), clone));
    } catch (RuntimeException e) {
      graph.getOps().values().forEach(GraphClone::requireClonable);
      throw new HessianTraceException(
          "SameDiff cannot copy the graph, and so cannot train it: " + e.getMessage() + ".",
          "rebuild the graph with other ops.",
          e);
    }
    clone.getOps().values().forEach(op -> restoreCondition(op.getOp()));
    Dropouts.writeAsProducts(clone);
    return clone;
  }

  private static void copy(SDVariable variable, SameDiff graph, SameDiff clone) {
    SDVariable made = clone.var(variable.clone(graph));
    INDArray array = variable.getVariableType() == VariableType.ARRAY ? null : variable.getArr();
    if (array != null && !array.isEmpty()) {
      clone.associateArrayWithVariable(array, made);
    }
  }

  /** What {@code invokeGraphOn} does, which lists all variables of the graph for each op. */
  private static void copy(DifferentialFunction op, SameDiff clone) {
    DifferentialFunction made = OpReapplication.copyOf(op);
    made.setOwnName(op.getOwnName());
    made.setSameDiff(clone);
    clone.addArgsFor(op.args(), made);
    clone.addOutgoingFor(op.outputVariables(), made);
    for (SDVariable input : made.args()) {
      input.setSameDiff(clone);
    }
    for (SDVariable output : made.outputVariables()) {
      output.setSameDiff(clone);
    }
    made.configureWithSameDiff(clone);
  }

  /** A copy of {@code replaceWhere} lacks fields that a copy of the copy is made from. */
  private static void restoreCondition(DifferentialFunction op) {
    if ("cas".equals(op.opName())) {
      Object[] arguments = ((Op) op).extraArgs();
      op.setPropertiesForFunction(
          Map.of(
              "compare", ((Number) arguments[0]).doubleValue(),
              "set", ((Number) arguments[1]).doubleValue(),
              "eps", ((Number) arguments[2]).doubleValue(),
              "mode", ((Number) arguments[3]).intValue()));
    }
  }

  private static void requireClonable(SameDiffOp op) {
    String name = op.getOp().opName();
    try {
      OpReapplication.copyOf(op.getOp());
    } catch (RuntimeException e) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': SameDiff cannot copy op '%s' (%s), and so cannot train a graph that"
                  + " contains it, with or without a penalty: %s.",
              op.getOutputsOfOp().get(0), op.getName(), name, e.getMessage()),
          fix(name) + ".",
          e);
    }
  }

  private static String fix(String name) {
    String otherwise =
        DifferentialFunctionClassHolder.getInstance().hasName(name)
            ? "write it with other ops"
            : String.format(
                "make the op's class known by ImportClassMapping.getOpNameMapping().put(\"%s\", op),"
                    + " with an op that its constructor without arguments makes",
                name);
    return Replacements.of(name).orElse(INSTEAD.getOrDefault(name, otherwise));
  }
}

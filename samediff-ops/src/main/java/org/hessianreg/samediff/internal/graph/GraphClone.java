package org.hessianreg.samediff.internal.graph;

import java.util.Map;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

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
          Map.entry(
              "fmod",
              "write x.sub(y.mul(n)) with n, the rounded quotient, cut off by" + " stopGradient"),
          Map.entry(
              "resize_bilinear",
              "multiply by constant matrices that interpolate rows and" + " columns"),
          Map.entry("col2im", "use a transposed convolution"),
          Map.entry("cas", "mix with a mask: x.mul(mask).add(mask.rsub(1.0).mul(value))"),
          Map.entry("car", "mix with a mask: x.mul(mask).add(mask.rsub(1.0).mul(y))"));

  private GraphClone() {}

  /**
   * Copies a graph; the copy shares the arrays of parameters and constants.
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
      graph.invokeGraphOn(clone);
    } catch (RuntimeException e) {
      graph.getOps().values().forEach(GraphClone::requireClonable);
      throw new HessianTraceException(
          "SameDiff cannot copy the graph, and so cannot train it: " + e.getMessage() + ".",
          "rebuild the graph with other ops.",
          e);
    }
    return clone;
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
          INSTEAD.getOrDefault(name, "write it with other ops") + ".",
          e);
    }
  }
}

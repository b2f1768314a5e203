package org.hessianreg.samediff.internal.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Holds what the new graph computes against what the imported one did, variable by variable. */
final class TrialCheck {

  /** Sums of hundreds of FLOAT terms in another order differ by this part of the largest. */
  private static final double FLOAT_ROUNDING = 1e-4;

  /** ND4J's fused batch normalisation computes in FLOAT in DOUBLE graphs, too. */
  private static final double DOUBLE_ROUNDING = 1e-6;

  /** Arrays of smaller numbers than this are sums that cancel. */
  private static final double SMALL = 1e-2;

  private final SameDiff graph;
  private final Trial trial;
  private final Set<String> corrected;

  /**
   * Creates the check.
   *
   * @param graph the new one
   * @param trial what the imported graph computed
   * @param corrected names of variables that are to differ
   */
  TrialCheck(SameDiff graph, Trial trial, Set<String> corrected) {
    this.graph = graph;
    this.trial = trial;
    this.corrected = corrected;
  }

  /** Throws for the first op whose result differs, or if the new graph cannot be executed. */
  void run(List<SameDiffOp> ops) {
    Map<String, SameDiffOp> shared = new LinkedHashMap<>();
    for (SameDiffOp op : ops) {
      for (String name : op.getOutputsOfOp()) {
        if (graph.hasVariable(name) && trial.of(name).isPresent()) {
          shared.put(name, op);
        }
      }
    }
    if (shared.isEmpty()) {
      return;
    }
    Map<String, INDArray> values = execute(new ArrayList<>(shared.keySet()));
    shared.forEach(
        (name, op) -> {
          if (!corrected.contains(name)) {
            compare(name, op, trial.of(name).orElseThrow(), values.get(name));
          }
        });
  }

  private Map<String, INDArray> execute(List<String> names) {
    Map<String, INDArray> fed = new LinkedHashMap<>(trial.inputs());
    fed.keySet().removeIf(name -> !graph.hasVariable(name));
    try {
      return graph.output(fed, names);
    } catch (RuntimeException e) {
      throw new HessianTraceException(
          "The prepared graph cannot be executed on what the imported one was: "
              + e.getMessage()
              + ".",
          "name fewer outputs, and write the rest of the graph yourself.",
          e);
    }
  }

  private static void compare(String name, SameDiffOp op, INDArray expected, INDArray actual) {
    if (!Arrays.equals(expected.shape(), actual.shape())) {
      throw differs(
          name,
          op,
          Arrays.toString(actual.shape()) + " instead of " + Arrays.toString(expected.shape()));
    }
    if (!expected.dataType().isNumerical() || expected.isEmpty()) {
      return;
    }
    double rounding = expected.dataType() == DataType.DOUBLE ? DOUBLE_ROUNDING : FLOAT_ROUNDING;
    INDArray numbers = expected.castTo(DataType.DOUBLE);
    double largest = numbers.amaxNumber().doubleValue();
    double difference = numbers.sub(actual.castTo(DataType.DOUBLE)).amaxNumber().doubleValue();
    // False also for what is not finite in both.
    if (difference > rounding * (SMALL + largest)) {
      throw differs(name, op, String.format("by up to %.3g, of up to %.3g", difference, largest));
    }
  }

  private static HessianTraceException differs(String name, SameDiffOp op, String how) {
    return new HessianTraceException(
        String.format(
            "Variable '%s': the prepared graph computes it otherwise than the imported one, at %s:"
                + " %s.",
            name, GraphPaths.describe(op), how),
        "name outputs that do not need it, and write the rest of the graph yourself.");
  }
}

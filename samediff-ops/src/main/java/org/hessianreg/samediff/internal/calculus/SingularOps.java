package org.hessianreg.samediff.internal.calculus;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * Ops of a graph with a derivative, up to the third, that is infinite somewhere, and how many
 * elements lie there. Explains gradients that are not finite. Immutable.
 */
public final class SingularOps {

  private static final Map<String, Singularity> TABLE =
      Map.ofEntries(
          Map.entry("sqrt", Singularity.ofInput(0, 0)),
          Map.entry("rsqrt", Singularity.ofInput(0, 0)),
          Map.entry("log", Singularity.ofInput(0, 0)),
          Map.entry("log_x", Singularity.ofInput(0, 0)),
          Map.entry("log1p", Singularity.ofInput(0, -1)),
          Map.entry("pow", Singularity.ofInput(0, 0)),
          Map.entry("Pow", Singularity.ofInput(0, 0)),
          Map.entry("Reciprocal", Singularity.ofInput(0, 0)),
          Map.entry("rdiv_scalar", Singularity.ofInput(0, 0)),
          Map.entry("divide", Singularity.ofInput(1, 0)),
          Map.entry("realdiv", Singularity.ofInput(1, 0)),
          Map.entry("reversedivide", Singularity.ofInput(0, 0)),
          Map.entry("asin", Singularity.ofInput(0, -1, 1)),
          Map.entry("acos", Singularity.ofInput(0, -1, 1)),
          Map.entry("acosh", Singularity.ofInput(0, 1)),
          Map.entry("atanh", Singularity.ofInput(0, -1, 1)),
          Map.entry("entropy", Singularity.ofInput(0, 0)),
          Map.entry("shannonentropy", Singularity.ofInput(0, 0)),
          Map.entry("logentropy", Singularity.ofInput(0, 0)),
          Map.entry("reduce_prod", Singularity.ofInput(0, 0)),
          Map.entry("segment_prod", Singularity.ofInput(0, 0)),
          Map.entry("unsorted_segment_prod", Singularity.ofInput(0, 0)),
          Map.entry("scatter_mul", Singularity.ofInput(2, 0)),
          Map.entry("scatter_div", Singularity.ofInput(2, 0)),
          Map.entry("reduce_norm2", Singularity.ofOutput(0)),
          Map.entry("std", Singularity.ofOutput(0)),
          Map.entry("euclidean", Singularity.ofOutput(0)),
          Map.entry("cosinesimilarity", Singularity.ofOutput(Double.NaN)),
          Map.entry("cosinedistance", Singularity.ofOutput(Double.NaN)));

  private final SameDiff graph;
  private final Map<SameDiffOp, Singularity> ops;

  private SingularOps(SameDiff graph, Map<SameDiffOp, Singularity> ops) {
    this.graph = graph;
    this.ops = ops;
  }

  /**
   * Finds the ops.
   *
   * @param graph the graph
   * @param parameters names of the parameters
   * @param losses names of the losses
   * @return those between parameters and losses
   */
  public static SingularOps between(
      SameDiff graph, Collection<String> parameters, Collection<String> losses) {
    Map<SameDiffOp, Singularity> ops = new LinkedHashMap<>();
    for (SameDiffOp op : GraphPaths.between(graph, parameters, losses)) {
      Singularity singularity = TABLE.get(op.getOp().opName());
      if (singularity != null && !isSmoothPower(op.getOp())) {
        ops.put(op, singularity);
      }
    }
    return new SingularOps(graph, ops);
  }

  private static boolean isSmoothPower(DifferentialFunction op) {
    return "pow".equals(op.opName()) && isSmoothAtZero(exponent(op));
  }

  /**
   * Returns whether the derivatives of a power up to the third are finite at zero.
   *
   * @param exponent the exponent
   * @return true if they are
   */
  public static boolean isSmoothAtZero(double exponent) {
    return exponent >= 3.0 || exponent == 2.0 || exponent == 1.0 || exponent == 0.0;
  }

  /**
   * Returns whether the first derivative of an op may be infinite, as far as the graph alone shows.
   *
   * @param op an op of a graph
   * @return false if it is finite wherever the op's output is
   */
  public static boolean mayHaveInfiniteSlope(DifferentialFunction op) {
    Singularity singularity = TABLE.get(op.opName());
    if (singularity == null) {
      return false;
    }
    switch (op.opName()) {
      case "pow":
        return exponent(op) < 1.0 && exponent(op) != 0.0 && !Signs.positive(op.arg());
      case "Pow":
        return !hasConstantExponentsOfOneOrMore(op) && !Signs.positive(op.arg(0));
      case "log1p":
        return !Signs.notNegative(op.arg());
      default:
        return !singularity.isAtZeroOfPositive(op);
    }
  }

  private static double exponent(DifferentialFunction pow) {
    return ((ScalarOp) pow).scalar().getDouble(0);
  }

  private static boolean hasConstantExponentsOfOneOrMore(DifferentialFunction pow) {
    SDVariable exponent = pow.arg(1);
    return exponent.getVariableType() == VariableType.CONSTANT
        && exponent.getArr().minNumber().doubleValue() >= 1.0;
  }

  /**
   * The variables to compute before one can look for elements.
   *
   * @return names of outputs of ops; empty if there are none
   */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    ops.forEach((op, singularity) -> names.add(singularity.variable(op)));
    names.removeIf(name -> GraphPaths.producer(graph, name) == null);
    return names;
  }

  /**
   * Looks for the first op with elements where a derivative is infinite.
   *
   * @param values the arrays of {@link #variables} by name
   * @return the explanation
   */
  public Optional<Explanation> explain(Map<String, INDArray> values) {
    for (Map.Entry<SameDiffOp, Singularity> entry : ops.entrySet()) {
      SameDiffOp op = entry.getKey();
      Singularity singularity = entry.getValue();
      String variable = singularity.variable(op);
      INDArray array = values.getOrDefault(variable, graph.getVariable(variable).getArr());
      long count = array == null ? 0 : singularity.count(array);
      if (count > 0) {
        return Optional.of(
            new Explanation(
                String.format(
                    "variable '%s': op '%s' (%s) has derivatives that are not finite where %s '%s' is"
                        + " %s, as %d of its %d elements are",
                    op.getOutputsOfOp().get(0),
                    op.getName(),
                    op.getOp().opName(),
                    singularity.role(),
                    variable,
                    singularity.points(),
                    count,
                    array.length()),
                singularity.remedy(op)));
      }
    }
    return Optional.empty();
  }

  /** Why a gradient may be infinite, and what to do about it. Immutable. */
  public static final class Explanation {

    private final String reason;
    private final String remedy;

    /**
     * Creates an explanation.
     *
     * @param reason a clause that names the op
     * @param remedy a sentence
     */
    public Explanation(String reason, String remedy) {
      this.reason = reason;
      this.remedy = remedy;
    }

    /**
     * Names the op and where its derivatives are infinite.
     *
     * @return a clause for a message
     */
    public String reason() {
      return reason;
    }

    /**
     * Says what to write instead.
     *
     * @return a sentence for a message
     */
    public String remedy() {
      return remedy;
    }
  }

  /** Where the derivatives of an op are infinite. */
  private static final class Singularity {

    private static final int OUTPUT = -1;

    private final int place;
    private final double[] points;

    private Singularity(int place, double... points) {
      this.place = place;
      this.points = points;
    }

    static Singularity ofInput(int index, double... points) {
      return new Singularity(index, points);
    }

    static Singularity ofOutput(double... points) {
      return new Singularity(OUTPUT, points);
    }

    boolean isAtZeroOfPositive(DifferentialFunction op) {
      return place != OUTPUT
          && points.length == 1
          && points[0] == 0.0
          && Signs.positive(op.arg(place));
    }

    String variable(SameDiffOp op) {
      return place == OUTPUT ? op.getOutputsOfOp().get(0) : GraphPaths.inputs(op).get(place);
    }

    String role() {
      return place == OUTPUT ? "its output" : "its input";
    }

    String points() {
      StringBuilder text = new StringBuilder();
      for (double point : points) {
        text.append(text.length() == 0 ? "" : " or ")
            .append(point == Math.rint(point) ? String.valueOf((long) point) : point);
      }
      return text.toString();
    }

    /** Elements at a point, or so close to it that the third derivative overflows. */
    long count(INDArray array) {
      double limit = array.dataType() == DataType.DOUBLE ? 1e-100 : 1e-12;
      long count = 0;
      for (long i = 0; i < array.length(); i++) {
        double value = array.getDouble(i);
        count += Arrays.stream(points).anyMatch(p -> isClose(value, p, limit)) ? 1 : 0;
      }
      return count;
    }

    private static boolean isClose(double value, double point, double limit) {
      return Double.isNaN(point) ? Double.isNaN(value) : Math.abs(value - point) <= limit;
    }

    String remedy(SameDiffOp op) {
      return place == OUTPUT
          ? String.format(
              "keep '%s' away from there: write it with squares, sum and sqrt, and add a small"
                  + " number such as 1e-12 under the root.",
              variable(op))
          : String.format(
              "keep '%s' away from there: add a small number such as 1e-6 to it, or clip it.",
              variable(op));
    }
  }
}

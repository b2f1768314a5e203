package org.hessianreg.samediff.internal.taylor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.hessianreg.samediff.Differences;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Holds the derivatives of a random graph against difference quotients. */
final class RandomGraphCheck {

  /**
   * A first-order quotient is wrong where it crosses a kink, and a smaller step crosses fewer; the
   * smallest has a rounding error of 1e-9.
   */
  private static final double[] STEPS = {1e-5, 1e-6, 1e-7};

  /** Truncation, and rounding of values of some hundreds. */
  private static final double TOLERANCE = 1e-5;

  /** float32 with epsilon 6e-8, behind functions with derivatives of some hundreds. */
  private static final double FLOAT_TOLERANCE = 1e-2;

  private final RandomGraph random;
  private final SameDiff graph;
  private final SweptProblem swept;
  private final Map<String, INDArray> v;
  private final Map<String, INDArray> u;
  private double factor = 1;

  /** Builds the graph; every other one is saved and loaded first. */
  RandomGraphCheck(RandomGraph random) {
    this.random = random;
    this.v = random.direction(3);
    this.u = random.direction(4);
    this.graph = loaded(random.build(DataType.DOUBLE));
    this.swept = SweptProblem.withAllOps(graph, RandomGraph.LOSSES, point(random.parameters()));
  }

  /** Takes every gradient for a little larger than it is. */
  RandomGraphCheck withWrongGradient() {
    factor = 1.001;
    return this;
  }

  private static SameDiff loaded(SameDiff graph) {
    try {
      return SameDiff.fromFlatBuffers(graph.asFlatBuffers(false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RulePoint point(Map<String, INDArray> parameters) {
    return new RulePoint(random.placeholders(), parameters, v);
  }

  /** What is wrong, if anything is. */
  Optional<String> failure() {
    swept.setLambda(0);
    Map<String, INDArray> plain = byProgram(random.parameters());
    Optional<String> failure = compare("gradient", dot(plain, u), this::loss, u);
    if (failure.isEmpty()) {
      failure = compare("second derivative", second(plain), p -> dot(byProgram(p), v), v);
    }
    if (failure.isEmpty()) {
      swept.setLambda(RuleProblem.LAMBDA);
      double actual = dot(byProgram(random.parameters()), u);
      failure = compare("gradient of the penalised loss", actual, p -> penalised(p), u);
    }
    return failure.isEmpty() ? inFloat() : failure;
  }

  private double penalised(Map<String, INDArray> parameters) {
    return loss(parameters) + RuleProblem.LAMBDA * second(byProgram(parameters));
  }

  private Map<String, INDArray> byProgram(Map<String, INDArray> parameters) {
    return swept.byProgram(point(parameters));
  }

  private static double second(Map<String, INDArray> results) {
    return results.get(SweptProblem.SECOND).getDouble(0);
  }

  private double loss(Map<String, INDArray> parameters) {
    parameters.forEach((name, array) -> graph.getVariable(name).getArr().assign(array));
    Map<String, INDArray> losses = graph.output(random.placeholders(), RandomGraph.LOSSES);
    return losses.values().stream().mapToDouble(loss -> loss.getDouble(0)).sum();
  }

  private Optional<String> compare(
      String what,
      double derivative,
      ToDoubleFunction<Map<String, INDArray>> function,
      Map<String, INDArray> along) {
    double actual = derivative * factor;
    double quotient = Double.NaN;
    for (double step : STEPS) {
      quotient = Differences.firstOfTwoPoints(t -> function.applyAsDouble(moved(along, t)), step);
      if (Math.abs(actual - quotient) <= TOLERANCE * Math.max(1, Math.abs(quotient))) {
        return Optional.empty();
      }
    }
    return Optional.of(String.format("%s %.9g, but quotient %.9g", what, actual, quotient));
  }

  private Map<String, INDArray> moved(Map<String, INDArray> along, double step) {
    Map<String, INDArray> moved = new LinkedHashMap<>();
    random.parameters().forEach((name, p) -> moved.put(name, p.add(along.get(name).mul(step))));
    return moved;
  }

  private static double dot(Map<String, INDArray> gradient, Map<String, INDArray> along) {
    double sum = 0;
    for (Map.Entry<String, INDArray> entry : along.entrySet()) {
      INDArray g = gradient.get(entry.getKey());
      sum += g == null ? 0 : g.mul(entry.getValue()).sumNumber().doubleValue();
    }
    return sum;
  }

  /** The same in float32. */
  private Optional<String> inFloat() {
    Map<String, INDArray> exact = byProgram(random.parameters());
    SameDiff rounded = loaded(random.build(DataType.FLOAT));
    RulePoint point =
        new RulePoint(inFloat(random.placeholders()), inFloat(random.parameters()), inFloat(v));
    Map<String, INDArray> actual =
        SweptProblem.withAllOps(rounded, RandomGraph.LOSSES, point).byProgram(point);
    for (Map.Entry<String, INDArray> entry : exact.entrySet()) {
      INDArray expected = entry.getValue();
      double distance = actual.get(entry.getKey()).castTo(DataType.DOUBLE).distance2(expected);
      double norm = expected.norm2Number().doubleValue();
      if (!(distance <= FLOAT_TOLERANCE * Math.max(1, norm))) {
        return Optional.of(
            String.format(
                "%s in FLOAT is %.3g away from %.3g in DOUBLE", entry.getKey(), distance, norm));
      }
    }
    return Optional.empty();
  }

  private static Map<String, INDArray> inFloat(Map<String, INDArray> arrays) {
    Map<String, INDArray> rounded = new LinkedHashMap<>();
    arrays.forEach((name, array) -> rounded.put(name, array.castTo(DataType.FLOAT)));
    return rounded;
  }
}

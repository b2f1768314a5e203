package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A row of the rule table as a graph: inputs, output {@code y}, and the loss {@code Σ c·(y + y²/2)}
 * with random {@code c}, which has second and third derivatives for a linear op too.
 */
final class RuleProblem {

  static final double LAMBDA = 0.3;

  private final RuleCase row;
  private final DataType type;
  private final boolean dynamic;
  private final SDVariable output;
  private final SameDiff sd = SameDiff.create();
  private final Map<String, INDArray> placeholders = new HashMap<>();
  private final Map<String, INDArray> parameters = new LinkedHashMap<>();
  private final Map<String, INDArray> direction = new LinkedHashMap<>();

  /**
   * Builds the graph.
   *
   * @param dynamic inputs are products of a placeholder with batch -1 and a parameter, so that
   *     their shapes are unknown in the graph; otherwise they are parameters
   */
  RuleProblem(RuleCase row, DataType type, boolean dynamic) {
    this.row = row;
    this.type = type;
    this.dynamic = dynamic;
    Random random = new Random(row.name().hashCode());
    SDVariable[] inputs = new SDVariable[row.shapes().size()];
    for (int i = 0; i < inputs.length; i++) {
      long[] shape = row.shapes().get(i);
      INDArray values = values(random, row, shape);
      inputs[i] = dynamic ? dynamicInput(i, values, type) : parameter("w" + i, values, type);
    }
    for (Map.Entry<String, INDArray> entry : parameters.entrySet()) {
      INDArray signs = entry.getValue().like();
      for (long k = 0; k < signs.length(); k++) {
        signs.putScalar(k, random.nextBoolean() ? 1.0 : -1.0);
      }
      direction.put(entry.getKey(), signs);
    }
    for (Map.Entry<String, INDArray> entry : row.placeholders().entrySet()) {
      INDArray array = entry.getValue();
      placeholders.put(entry.getKey(), array);
      sd.placeHolder(entry.getKey(), array.dataType(), array.shape());
    }
    output = row.body().of(sd, inputs);
    SDVariable c = fedOrConstant("c", coefficients(random, placeholders));
    output.add(sd.math().square(output).mul(0.5)).mul(c).sum("loss");
    sd.setLossVariables("loss");
  }

  /** A placeholder without a known shape if inputs are dynamic, and a constant if not. */
  private SDVariable fedOrConstant(String name, INDArray values) {
    if (!dynamic) {
      return sd.constant(name, values);
    }
    placeholders.put(name, values);
    long[] unknown = new long[values.rank()];
    Arrays.fill(unknown, -1);
    return sd.placeHolder(name, type, unknown);
  }

  private INDArray coefficients(Random random, Map<String, INDArray> fed) {
    INDArray c =
        Nd4j.create(DataType.DOUBLE, sd.output(fed, output.name()).get(output.name()).shape());
    for (long k = 0; k < c.length(); k++) {
      c.putScalar(k, 0.5 + random.nextDouble());
    }
    return c.castTo(type);
  }

  private static INDArray values(Random random, RuleCase row, long[] shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    if (row.distinct()) {
      return distinct(random, row, array);
    }
    for (long k = 0; k < array.length(); k++) {
      array.putScalar(k, awayFromKinks(random, row));
    }
    return array;
  }

  /** Evenly spaced magnitudes in random order, with random signs. */
  private static INDArray distinct(Random random, RuleCase row, INDArray array) {
    List<Double> magnitudes = new ArrayList<>();
    for (long k = 0; k < array.length(); k++) {
      magnitudes.add((k + 0.5) / array.length() * row.high());
    }
    Collections.shuffle(magnitudes, random);
    for (int k = 0; k < magnitudes.size(); k++) {
      array.putScalar(k, random.nextBoolean() ? magnitudes.get(k) : -magnitudes.get(k));
    }
    return array;
  }

  /** A difference quotient must not cross a kink, and kinks lie at multiples of a half. */
  private static double awayFromKinks(Random random, RuleCase row) {
    while (true) {
      double value = row.low() + (row.high() - row.low()) * random.nextDouble();
      double distance = Math.abs(value * 2 - Math.rint(value * 2));
      if (distance > 0.1) {
        return value;
      }
    }
  }

  private SDVariable parameter(String name, INDArray values, DataType type) {
    INDArray array = values.castTo(type).dup();
    parameters.put(name, array);
    return sd.var(name, array);
  }

  private SDVariable dynamicInput(int i, INDArray values, DataType type) {
    long[] dynamicShape = values.shape().clone();
    long[] rowShape = values.shape().clone();
    if (dynamicShape.length > 0) {
      dynamicShape[0] = -1;
      rowShape[0] = 1;
    }
    placeholders.put("x" + i, values.castTo(type));
    SDVariable x = sd.placeHolder("x" + i, type, dynamicShape);
    return x.mul(parameter("w" + i, Nd4j.ones(DataType.DOUBLE, rowShape), type));
  }

  SameDiff graph() {
    return sd;
  }

  /** The name of the row's output. */
  String output() {
    return output.name();
  }

  Map<String, INDArray> placeholders() {
    return placeholders;
  }

  boolean isDynamic() {
    return dynamic;
  }

  /** Appends gradient-dot-v as {@code gv} and vᵀHv as {@code vhv} through the public operators. */
  void appendDerivatives() {
    Map<String, SDVariable> tangents = new LinkedHashMap<>();
    direction.forEach((name, v) -> tangents.put(name, sd.constant("v_" + name, v)));
    HessianOps ops = new HessianOps(sd);
    ops.gradientDot("gv", sd.getVariable("loss"), tangents);
    ops.quadraticForm("vhv", sd.getVariable("loss"), tangents);
  }

  /** Marks {@code loss + λ·vhv} as what SameDiff differentiates. */
  void penalise() {
    sd.getVariable("loss").add("penalised", sd.getVariable("vhv").mul(LAMBDA));
    sd.setLossVariables("penalised");
  }

  double value(String variable) {
    return sd.output(placeholders, variable).get(variable).getDouble(0);
  }

  /** The value of a variable with the parameters moved by {@code t} along a direction. */
  double valueAt(String variable, Map<String, INDArray> along, double t) {
    along.forEach((name, v) -> sd.getVariable(name).getArr().addi(v.mul(t)));
    double value = value(variable);
    along.forEach((name, v) -> sd.getVariable(name).getArr().addi(v.mul(-t)));
    return value;
  }

  Map<String, INDArray> direction() {
    return direction;
  }

  /** Leaves only one parameter moving. */
  void moveOnly(int input) {
    direction.keySet().retainAll(Set.of("w" + input));
  }

  /** A random direction to test a gradient against. */
  Map<String, INDArray> randomDirection() {
    return randomDirection(7);
  }

  /** The direction itself, one of the first parameter alone, and a random one. */
  List<Map<String, INDArray>> severalDirections() {
    String first = parameters.keySet().iterator().next();
    return List.of(direction, Map.of(first, direction.get(first)), randomDirection(8));
  }

  private Map<String, INDArray> randomDirection(long seed) {
    Random random = new Random(seed);
    Map<String, INDArray> u = new LinkedHashMap<>();
    parameters.forEach(
        (name, array) -> {
          INDArray values = array.like();
          for (long k = 0; k < values.length(); k++) {
            values.putScalar(k, random.nextGaussian());
          }
          u.put(name, values);
        });
    return u;
  }

  /** The gradient of the penalised loss by SameDiff's own differentiation of the user's graph. */
  Map<String, INDArray> gradientBySameDiff() {
    return sd.calculateGradients(placeholders, parameters.keySet());
  }

  /** The second coefficient of the loss, summed over directions. */
  double secondCoefficient(List<Map<String, INDArray>> directions) {
    GraphAddition addition = GraphAddition.begin(sd, "directions");
    List<Map<String, SDVariable>> tangents = new ArrayList<>();
    for (Map<String, INDArray> along : directions) {
      tangents.add(constants(sd, along));
    }
    Jet loss =
        TaylorSweep.ofRegisteredOps(sd, addition)
            .run(List.of("loss"), tangents, Linearization.none())
            .get(0);
    addition.commit(Set.of(loss.second().name()));
    double value = value(loss.second().name());
    addition.detach();
    return value;
  }

  private static Map<String, SDVariable> constants(SameDiff graph, Map<String, INDArray> arrays) {
    Map<String, SDVariable> constants = new LinkedHashMap<>();
    arrays.forEach((name, array) -> constants.put(name, graph.constant(array)));
    return constants;
  }

  /** Where the problem is posed. */
  RulePoint point() {
    return new RulePoint(placeholders, parameters, direction);
  }

  /**
   * Another point of the same kind.
   *
   * @param seed what to draw it by
   * @param factor how many times as large the batch is
   */
  RulePoint otherPoint(long seed, int factor) {
    Random random = new Random(seed);
    Map<String, INDArray> fed = new HashMap<>(placeholders);
    Map<String, INDArray> moved = new LinkedHashMap<>();
    for (int i = 0; i < row.shapes().size(); i++) {
      String placeholder = "x" + i;
      INDArray parameter = parameters.get("w" + i);
      if (fed.containsKey(placeholder)) {
        long[] shape = fed.get(placeholder).shape().clone();
        if (shape.length > 0 && shape[0] == row.batch()) {
          shape[0] *= factor;
        }
        fed.put(placeholder, values(random, row, shape).castTo(type));
        moved.put("w" + i, parameter.mul(0.95 + 0.05 * random.nextDouble()));
      } else {
        moved.put("w" + i, values(random, row, parameter.shape()).castTo(type));
      }
    }
    if (fed.containsKey("c")) {
      fed.put("c", coefficients(random, fed));
    }
    return new RulePoint(fed, moved, randomDirection(seed));
  }

  static double dot(Map<String, INDArray> a, Map<String, INDArray> b) {
    double sum = 0;
    for (Map.Entry<String, INDArray> entry : a.entrySet()) {
      INDArray other = b.get(entry.getKey());
      sum += entry.getValue().mul(other).sumNumber().doubleValue();
    }
    return sum;
  }
}

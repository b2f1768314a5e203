package org.hessianreg.samediff.internal.reverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.hessianreg.samediff.Differences;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.hessianreg.samediff.internal.taylor.RuleGraph;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An op of a row's graph, applied once more to variables that hold what it reads there. Its adjoint
 * {@code A} maps random cotangents {@code c} so that {@code ⟨A·c, u⟩} is the difference quotient of
 * {@code ⟨c, op(x + t·u)⟩} for a random {@code u}.
 */
final class OpAlone {

  /** Of fourth order in float64 with step 1e-3. */
  private static final double TOLERANCE = 1e-7;

  private static final double STEP = 1e-3;

  private final String name;
  private final SameDiff sd;
  private final Map<String, INDArray> placeholders;
  private final Random random = new Random(5);
  private final DifferentialFunction op;
  private final List<SDVariable> inputs = new ArrayList<>();
  private final Map<String, INDArray> direction = new LinkedHashMap<>();
  private final Map<String, INDArray> weights = new LinkedHashMap<>();
  private final List<SDVariable> cotangents = new ArrayList<>();

  private OpAlone(RuleGraph row, SameDiffOp original) {
    name = row + ": " + GraphPaths.describe(original);
    sd = row.graph();
    placeholders = row.placeholders();
    Map<String, SDVariable> moved = new HashMap<>();
    for (String input : GraphPaths.inputs(original)) {
      inputs.add(moved.computeIfAbsent(input, this::moved));
    }
    SDVariable[] outputs =
        OpReapplication.reapply(original.getOp(), inputs.toArray(new SDVariable[0]));
    op = GraphPaths.producer(sd, outputs[0].name()).getOp();
    // A copy of a few ops forgets the attribute that decides on how many outputs it has.
    if (outputs.length == original.getOutputsOfOp().size()) {
      weigh(outputs);
    }
  }

  /**
   * The op, if it computes floating-point numbers that are smooth where it stands: in its row
   * something else may keep it from a kink.
   */
  static Optional<OpAlone> of(RuleGraph row, SameDiffOp original) {
    return Optional.of(new OpAlone(row, original))
        .filter(alone -> !alone.weights.isEmpty() && alone.isSmooth());
  }

  private boolean isSmooth() {
    double quotient = Differences.first(this::valueAt, STEP);
    double closer = Differences.first(this::valueAt, STEP / 2);
    return Math.abs(quotient - closer) <= TOLERANCE * Math.max(1, Math.abs(closer));
  }

  private void weigh(SDVariable... outputs) {
    for (SDVariable output : outputs) {
      INDArray array = sd.output(placeholders, output.name()).get(output.name());
      boolean moves = array.dataType().isFPType();
      if (moves) {
        weights.put(output.name(), normal(array));
      }
      cotangents.add(moves ? sd.constant(weights.get(output.name())) : null);
    }
  }

  /** A variable with the value of an input, unless the input cannot be moved. */
  private SDVariable moved(String input) {
    SDVariable original = sd.getVariable(input);
    if (original.getVariableType() == VariableType.CONSTANT || !original.dataType().isFPType()) {
      return original;
    }
    INDArray value = sd.output(placeholders, input).get(input).dup();
    SDVariable moved = sd.var("moved_" + input, value);
    direction.put(moved.name(), normal(value));
    return moved;
  }

  private INDArray normal(INDArray like) {
    INDArray values = like.castTo(DataType.DOUBLE).dup();
    for (long i = 0; i < values.length(); i++) {
      values.putScalar(i, random.nextGaussian());
    }
    return values.castTo(like.dataType());
  }

  /** Checks the adjoint that is chosen for cotangents of a kind. */
  void check(boolean finite) {
    double expected = Differences.first(this::valueAt, STEP);
    double actual = 0;
    List<SDVariable> results = Adjoints.of(op, finite).apply(op, cotangents);
    for (int i = 0; i < results.size() && i < inputs.size(); i++) {
      INDArray along = direction.get(inputs.get(i).name());
      if (results.get(i) != null && along != null) {
        INDArray cotangent =
            sd.output(placeholders, results.get(i).name()).get(results.get(i).name());
        assertThat(cotangent.shape()).as(name).isEqualTo(along.shape());
        actual += dot(cotangent, along);
      }
    }
    assertThat(actual)
        .as(name)
        .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
  }

  private double valueAt(double t) {
    direction.forEach((input, u) -> sd.getVariable(input).getArr().addi(u.mul(t)));
    Map<String, INDArray> outputs = sd.output(placeholders, List.copyOf(weights.keySet()));
    double value = 0;
    for (Map.Entry<String, INDArray> weight : weights.entrySet()) {
      value += dot(outputs.get(weight.getKey()), weight.getValue());
    }
    direction.forEach((input, u) -> sd.getVariable(input).getArr().subi(u.mul(t)));
    return value;
  }

  private static double dot(INDArray a, INDArray b) {
    return a.castTo(DataType.DOUBLE).mul(b.castTo(DataType.DOUBLE)).sumNumber().doubleValue();
  }
}

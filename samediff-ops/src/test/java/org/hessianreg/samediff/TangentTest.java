package org.hessianreg.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link HessianOps#tangent}: the derivative of any variable along anything that can be moved. */
class TangentTest {

  private static final double STEP = 1e-5;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp_tanh_ce",
        "mlp_relu_ce",
        "cnn_maxpool_ce",
        "cnn_batchnorm_swish_ce",
        "residual_layernorm_gelu_ce",
        "attention_ce",
        "rnn_unrolled_ce"
      })
  void alongTheInputItIsTheDifferenceQuotient(String network) {
    Oracle oracle = Oracle.load(network);
    SameDiff sd = OracleNetworks.build(oracle, DataType.DOUBLE, true);
    Map<String, INDArray> inputs = new HashMap<>(oracle.arrays("inputs", DataType.DOUBLE));
    INDArray x = inputs.get("x");
    Nd4j.getRandom().setSeed(3);
    INDArray direction = Nd4j.randn(DataType.DOUBLE, x.shape());
    double quotient =
        Differences.firstOfTwoPoints(t -> loss(sd, inputs, x.add(direction.mul(t))), STEP);

    SDVariable v = sd.constant("v", direction);
    new HessianOps(sd).tangent("tangent", sd.getVariable("loss"), Map.of("x", v));

    inputs.put("x", x);
    double tangent = sd.output(inputs, "tangent").get("tangent").getDouble(0);
    assertThat(tangent).isCloseTo(quotient, within(1e-7));
    assertThat(Math.abs(tangent)).isGreaterThan(1e-4);
  }

  private static double loss(SameDiff sd, Map<String, INDArray> inputs, INDArray x) {
    inputs.put("x", x);
    return sd.output(inputs, "loss").get("loss").getDouble(0);
  }

  @Test
  void alongTheParametersOfALossItIsTheGradientDotV() {
    Oracle oracle = Oracle.load("mlp_tanh_ce");
    SameDiff sd = OracleNetworks.build(oracle, DataType.DOUBLE, true);
    Map<String, SDVariable> direction = new HashMap<>();
    oracle
        .arrays("direction", DataType.DOUBLE)
        .forEach((name, array) -> direction.put(name, sd.constant("v_" + name, array)));
    new HessianOps(sd).tangent("tangent", sd.getVariable("loss"), direction);
    Map<String, INDArray> inputs = oracle.arrays("inputs", DataType.DOUBLE);
    assertThat(sd.output(inputs, "tangent").get("tangent").getDouble(0))
        .isCloseTo(oracle.number("gradientDotV"), within(1e-12));
  }

  /** {@code z = x·w + c}. */
  private final SameDiff sd = SameDiff.create();

  private final INDArray values = Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}, {5, 6}});
  private final INDArray weights = Nd4j.createFromArray(new double[][] {{1, -1, 2}, {0, 3, 1}});
  private final SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 2);
  private final SDVariable w = sd.var("w", weights);
  private final SDVariable c = sd.constant("c", Nd4j.createFromArray(7.0, 8.0, 9.0));
  private final SDVariable z = x.mmul(w).add("z", c);
  private final HessianOps ops = new HessianOps(sd);

  private SDVariable like(String name, INDArray array) {
    return sd.constant(name, array);
  }

  private INDArray tangent() {
    return sd.output(Map.of("x", values), "tangent").get("tangent");
  }

  @Test
  void ofALinearMapItIsTheMapItself() {
    INDArray v = Nd4j.createFromArray(new double[][] {{1, 1}, {-1, 1}, {0, 2}});
    ops.tangent("tangent", z, Map.of("x", like("v", v)));
    assertThat(tangent()).isEqualTo(v.mmul(weights));
  }

  @Test
  void alongSeveralVariablesItIsTheSum() {
    INDArray v = Nd4j.createFromArray(new double[][] {{1, 1}, {-1, 1}, {0, 2}});
    INDArray u = Nd4j.createFromArray(new double[][] {{1, 0, 1}, {2, -1, 1}});
    INDArray d = Nd4j.createFromArray(-1.0, 0.5, 1.0);
    ops.tangent("tangent", z, Map.of("x", like("v", v), "w", like("u", u), "c", like("d", d)));
    assertThat(tangent()).isEqualTo(v.mmul(weights).add(values.mmul(u)).addRowVector(d));
  }

  @Test
  void ofWhatMovesItselfItIsTheDirection() {
    INDArray v = Nd4j.createFromArray(new double[][] {{1, 1}, {-1, 1}, {0, 2}});
    ops.tangent("tangent", x, Map.of("x", like("v", v)));
    assertThat(tangent()).isEqualTo(v);
  }

  @Test
  void canBeTrainedOn() {
    INDArray v = Nd4j.createFromArray(new double[][] {{1, 1}, {-1, 1}, {0, 2}});
    SDVariable t = ops.tangent("tangent", z, Map.of("x", like("v", v)));
    sd.math().square(t).sum("norm");
    sd.setLossVariables("norm");
    INDArray gradient = sd.calculateGradients(Map.of("x", values), "w").get("w");
    assertThat(gradient).isEqualTo(v.transpose().mmul(v).mmul(weights).mul(2));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refused(t -> t.ops.tangent("t", t.z, Map.of()), "direction is empty"),
        refused(t -> t.ops.tangent("t", t.z, Map.of("q", t.x)), "'q'", "no variable"),
        refused(t -> t.ops.tangent("t", t.z, Map.of("z", t.z)), "'z'", "ARRAY"),
        refused(
            t ->
                t.ops.tangent("t", t.z, Map.of("x", t.like("v", Nd4j.ones(DataType.DOUBLE, 3, 4)))),
            "'x'",
            "[3, 4]",
            "[-1, 2]"),
        refused(
            t -> t.ops.tangent("t", t.z, Map.of("x", t.like("v", Nd4j.ones(DataType.FLOAT, 3, 2)))),
            "FLOAT",
            "DOUBLE"),
        refused(
            t -> t.ops.tangent("t", t.w.mul(2), Map.of("x", t.like("v", t.values))),
            "does not depend on [x]"),
        refused(
            t -> t.ops.tangent("t", SameDiff.create().constant(1.0), Map.of("x", t.x)),
            "another graph"));
  }

  private static Arguments refused(Consumer<TangentTest> call, String... message) {
    return Arguments.of(message[0], call, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void badArgumentsAreRefused(String name, Consumer<TangentTest> call, String[] message) {
    assertThatThrownBy(() -> call.accept(this))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message)
        .hasMessageContaining("Fix: ");
    assertThat(sd.getOps().keySet()).noneMatch(op -> op.contains("_terms"));
  }
}

package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Named.named;

import java.util.Map;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianOps;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.ThresholdRelu;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Inputs exactly at a kink, such as a zero pixel before an activation: the first coefficient is the
 * gradient that SameDiff trains with, times the direction.
 */
class KinksTest {

  static Stream<Arguments> functions() {
    return Stream.of(
        at(body("relu", (sd, in) -> sd.nn().relu(in[0], 0)), 0),
        at(body("relu cutoff", (sd, in) -> sd.nn().relu(in[0], 0.5)), 0.5),
        at(body("relu6", (sd, in) -> sd.nn().relu6(in[0], 0)), 0, 6),
        at(body("threshold", (sd, in) -> new ThresholdRelu(sd, in[0], 1).outputVariable()), 1),
        at(body("leakyRelu", (sd, in) -> sd.nn().leakyRelu(in[0], 0.1)), 0),
        at(body("prelu", KinksTest::prelu), 0),
        at(body("reluLayer", KinksTest::reluLayer), 0, 1),
        at(body("elu", (sd, in) -> sd.nn().elu(in[0])), 0),
        at(body("selu", (sd, in) -> sd.nn().selu(in[0])), 0),
        at(body("softsign", (sd, in) -> sd.nn().softsign(in[0])), 0),
        at(body("rationalTanh", (sd, in) -> sd.math().rationalTanh(in[0])), 0),
        at(body("rectifiedTanh", (sd, in) -> sd.math().rectifiedTanh(in[0])), 0),
        at(body("hardSigmoid", (sd, in) -> sd.nn().hardSigmoid(in[0])), -2.5, 2.5),
        at(body("hardTanh", (sd, in) -> sd.nn().hardTanh(in[0])), -1, 1),
        at(body("crelu", (sd, in) -> sd.nn().cReLU(in[0])), 0),
        at(body("abs", (sd, in) -> sd.math().abs(in[0])), 0),
        at(body("mergeMax", KinksTest::mergeMax), 0.5, -1),
        at(body("replaceWhere", KinksTest::replaceWhere), 0.5, 1),
        at(body("scalarMax", (sd, in) -> sd.scalarMax(in[0], 0.5)), 0.5),
        at(body("scalarMin", (sd, in) -> sd.scalarMin(in[0], 0.5)), 0.5),
        at(body("clipByValue", (sd, in) -> sd.math().clipByValue(in[0], -1, 1)), -1, 1),
        at(body("norm1", (sd, in) -> in[0].norm1(1)), 0));
  }

  private static SDVariable prelu(SameDiff sd, SDVariable... in) {
    return sd.nn().prelu(in[0], sd.constant(Nd4j.createFromArray(0.1)), 1);
  }

  private static SDVariable reluLayer(SameDiff sd, SDVariable... in) {
    SDVariable weights = sd.constant(Nd4j.eye(2).castTo(in[0].dataType()));
    SDVariable bias = sd.constant(Nd4j.createFromArray(0.0, -1.0));
    // ND4J takes no matrix of one row there.
    return sd.nn().reluLayer(sd.concat(0, in[0], in[0]), weights, bias);
  }

  private static SDVariable mergeMax(SameDiff sd, SDVariable... in) {
    return sd.math().mergeMax(in[0].mul(1.0), in[0].mul(2.0).sub(0.5), in[0].mul(3.0).sub(1.0));
  }

  private static SDVariable replaceWhere(SameDiff sd, SDVariable... in) {
    return sd.replaceWhere(in[0], 0.7, Conditions.lessThanOrEqual(0.5));
  }

  private static Named<RuleCase.Body> body(String name, RuleCase.Body body) {
    return named(name, body);
  }

  private static Arguments at(Named<RuleCase.Body> body, double... kinks) {
    return Arguments.of(body, kinks);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void firstCoefficientIsTheGradientTimesTheDirection(RuleCase.Body body, double[] kinks) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.var("x", Nd4j.createFromArray(kinks).reshape(1, kinks.length));
    body.of(sd, x).sum("loss");
    sd.setLossVariables("loss");
    INDArray direction = x.getArr().like();
    for (int i = 0; i < kinks.length; i++) {
      direction.putScalar(i, i + 1.5);
    }
    SDVariable v = sd.constant("v", direction);
    new HessianOps(sd).gradientDot("gv", sd.getVariable("loss"), Map.of("x", v));
    INDArray gradient = sd.calculateGradients(Map.of(), "x").get("x");
    double expected = gradient.mul(direction).sumNumber().doubleValue();
    double actual = sd.getVariable("gv").eval().getDouble(0);
    assertThat(actual).isCloseTo(expected, within(1e-6));
  }
}

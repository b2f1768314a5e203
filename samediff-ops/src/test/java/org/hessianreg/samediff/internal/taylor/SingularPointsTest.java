package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.SingularProblem;
import org.hessianreg.samediff.SingularProblems;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where an infinite derivative meets a unit that is off, derivatives are those of the rest; where
 * it meets something that moves, they are infinite.
 */
class SingularPointsTest {

  private static final double LAMBDA = 0.3;

  static Stream<Arguments> problems() {
    return SingularProblems.all().stream()
        .flatMap(
            problem ->
                Stream.of(DataType.DOUBLE, DataType.FLOAT)
                    .map(type -> Arguments.of(problem, type)));
  }

  /** float64 with closed forms, and float32 with epsilon 6e-8 and cancellation. */
  static double tolerance(DataType type) {
    return type == DataType.DOUBLE ? 1e-9 : 1e-4;
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("problems")
  void secondDerivative(SingularProblem problem, DataType type) {
    SameDiff sd = withSecond(problem.graph(type), problem.direction(type));
    double second = sd.output(problem.placeholders(type), "vhv").get("vhv").getDouble(0);
    double expected = problem.second();
    assertThat(second)
        .isCloseTo(expected, within(tolerance(type) * Math.max(1, Math.abs(expected))));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("problems")
  void gradientOfThePenalisedLossBySameDiff(SingularProblem problem, DataType type) {
    assumeTrue(problem.isRightInSameDiff());
    SameDiff sd = withSecond(problem.graph(type), problem.direction(type));
    sd.getVariable("loss").add("penalised", sd.getVariable("vhv").mul(LAMBDA));
    sd.setLossVariables("penalised");
    INDArray gradient = sd.calculateGradients(problem.placeholders(type), "w").get("w");
    INDArray expected = problem.gradient(LAMBDA);
    assertThat(gradient.castTo(DataType.DOUBLE).distance2(expected))
        .isLessThanOrEqualTo(tolerance(type) * Math.max(1, expected.norm2Number().doubleValue()));
  }

  private static SameDiff withSecond(SameDiff sd, INDArray direction) {
    Map<String, SDVariable> v = Map.of("w", sd.constant("v", direction));
    new HessianOps(sd).quadraticForm("vhv", sd.getVariable("loss"), v);
    return sd;
  }

  /** A zero that moves. */
  @Test
  void whatIsInfiniteIsNotMadeFinite() {
    for (RuleCase.Body body :
        List.<RuleCase.Body>of(
            (sd, in) -> sd.math().sqrt(in[0]),
            (sd, in) -> in[0].pow(1.5),
            (sd, in) -> sd.math().pow(in[0], sd.constant(1.5)),
            (sd, in) -> sd.math().log(in[0]),
            (sd, in) -> sd.math().reciprocal(in[0]),
            (sd, in) -> sd.math().rsqrt(in[0]),
            (sd, in) -> sd.math().asin(in[0].add(1.0)),
            (sd, in) -> sd.math().acosh(in[0].add(1.0)),
            (sd, in) -> in[0].norm2(),
            (sd, in) -> sd.standardDeviation(in[0], true))) {
      SameDiff sd = SameDiff.create();
      body.of(sd, sd.var("w", Nd4j.zeros(DataType.DOUBLE, 3))).sum("loss");
      withSecond(sd, Nd4j.createFromArray(1.0, -1.0, 2.0));
      assertThat(Double.isFinite(sd.getVariable("vhv").eval().getDouble(0))).isFalse();
    }
  }

  /** Ops are a budget: where an input cannot be zero nothing is added. */
  @Test
  void whatIsKnownToBePositiveCostsNothing() {
    int known = ops((sd, in) -> sd.math().sqrt(sd.math().square(in[0]).add(1e-3)));
    int unknown = ops((sd, in) -> sd.math().sqrt(sd.math().square(in[0]).sub(-1e-3)));
    assertThat(unknown - known).isBetween(3, 9);
  }

  private static int ops(RuleCase.Body body) {
    SameDiff sd = SameDiff.create();
    body.of(sd, sd.var("w", Nd4j.ones(DataType.DOUBLE, 3))).sum("loss");
    return withSecond(sd, Nd4j.ones(DataType.DOUBLE, 3)).ops().length;
  }
}

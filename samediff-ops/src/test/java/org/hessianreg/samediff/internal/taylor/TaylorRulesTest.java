package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.hessianreg.samediff.Differences;
import org.hessianreg.samediff.EveryTenth;
import org.hessianreg.samediff.internal.reverse.KnownDefects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Every rule against difference quotients of the loss itself, and the gradient of the penalised
 * loss, by SameDiff's differentiation and by the reverse sweep, against difference quotients of the
 * penalised loss. Where SameDiff's own gradient is wrong, {@link KnownDefects} must say so.
 */
class TaylorRulesTest {

  private static final double STEP = 1e-3;

  /** Fourth-order quotients with that step in float64 are good to about 1e-9. */
  private static final double QUOTIENT_TOLERANCE = 1e-7;

  /** The same mathematics in float64 in another order. */
  private static final double ROUNDING = 1e-11;

  /** Some of ND4J's backward ops compute factors such as 2/n in float32. */
  private static final double BACKWARD_TOLERANCE = 1e-6;

  /** float32 against float64: epsilon 6e-8, and products of up to a few hundred terms. */
  private static final double FLOAT_TOLERANCE = 1e-3;

  static List<RuleCase> cases() {
    return RuleCases.all();
  }

  static List<RuleCase> everyTenth() {
    return EveryTenth.of(cases());
  }

  @ParameterizedTest
  @MethodSource("everyTenth")
  void coefficientsOfParametersInASample(RuleCase row) {
    checkCoefficients(new RuleProblem(row, DataType.DOUBLE, false));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void coefficientsOfParameters(RuleCase row) {
    checkCoefficients(new RuleProblem(row, DataType.DOUBLE, false));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void coefficientsWithDynamicBatch(RuleCase row) {
    assumeTrue(row.dynamic());
    checkCoefficients(new RuleProblem(row, DataType.DOUBLE, true));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void coefficientsOfOneInputAtATime(RuleCase row) {
    assumeTrue(row.shapes().size() > 1);
    for (int i = 0; i < row.shapes().size(); i++) {
      RuleProblem problem = new RuleProblem(row, DataType.DOUBLE, row.dynamic());
      problem.moveOnly(i);
      checkCoefficients(problem);
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void secondCoefficientsOfSeveralDirectionsAddUp(RuleCase row) {
    RuleProblem problem = new RuleProblem(row, DataType.DOUBLE, row.dynamic());
    double sum = 0;
    for (Map<String, INDArray> direction : problem.severalDirections()) {
      sum += problem.secondCoefficient(List.of(direction));
    }
    double together = problem.secondCoefficient(problem.severalDirections());
    assertClose(together, sum, ROUNDING);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void penalisedGradientByReverseSweep(RuleCase row) {
    assumeTrue(row.trainable());
    RuleProblem problem = new RuleProblem(row, DataType.DOUBLE, row.dynamic());
    problem.appendDerivatives();
    Map<String, INDArray> swept =
        SweptProblem.withRegisteredOps(problem).bySession(problem.point());
    swept.remove(SweptProblem.SECOND);
    checkGradient(problem, swept);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void penalisedGradientBySameDiff(RuleCase row) {
    assumeTrue(row.trainable() && row.rightInSameDiff());
    RuleProblem problem = new RuleProblem(row, DataType.DOUBLE, row.dynamic());
    problem.appendDerivatives();
    problem.penalise();
    checkGradient(problem, problem.gradientBySameDiff());
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void knownDefectOrRightInSameDiff(RuleCase row) {
    RuleProblem problem = new RuleProblem(row, DataType.DOUBLE, false);
    boolean defect =
        Arrays.stream(problem.graph().ops()).anyMatch(op -> KnownDefects.of(op).isPresent());
    assertThat(defect).isEqualTo(!row.trainable() || !row.rightInSameDiff());
    if (!defect) {
      Map<String, INDArray> u = problem.randomDirection();
      double expected = slope(problem, "loss", u);
      double actual = RuleProblem.dot(problem.gradientBySameDiff(), u);
      assertClose(actual, expected, BACKWARD_TOLERANCE);
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void floatAgreesWithDouble(RuleCase row) {
    assumeTrue(row.inFloat());
    RuleProblem exact = new RuleProblem(row, DataType.DOUBLE, row.dynamic());
    exact.appendDerivatives();
    RuleProblem rounded = new RuleProblem(row, DataType.FLOAT, row.dynamic());
    rounded.appendDerivatives();
    assertClose(rounded.value("gv"), exact.value("gv"), FLOAT_TOLERANCE);
    assertClose(rounded.value("vhv"), exact.value("vhv"), FLOAT_TOLERANCE);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void survivesSaveAndLoad(RuleCase row) throws IOException {
    assumeTrue(row.trainable() && row.savable());
    RuleProblem problem = new RuleProblem(row, DataType.DOUBLE, row.dynamic());
    problem.appendDerivatives();
    SameDiff loaded = SameDiff.fromFlatBuffers(problem.graph().asFlatBuffers(false));
    Map<String, INDArray> out = loaded.output(problem.placeholders(), "gv", "vhv");
    // Threads of ND4J's scatter ops take repeated indices in any order.
    assertClose(out.get("gv").getDouble(0), problem.value("gv"), ROUNDING);
    assertClose(out.get("vhv").getDouble(0), problem.value("vhv"), ROUNDING);
  }

  private static void checkCoefficients(RuleProblem problem) {
    problem.appendDerivatives();
    DoubleUnaryOperator loss = t -> problem.valueAt("loss", problem.direction(), t);
    assertClose(problem.value("gv"), Differences.first(loss, STEP), QUOTIENT_TOLERANCE);
    assertClose(problem.value("vhv"), Differences.second(loss, STEP), QUOTIENT_TOLERANCE * 10);
  }

  private static void checkGradient(RuleProblem problem, Map<String, INDArray> gradient) {
    Map<String, INDArray> u = problem.randomDirection();
    double expected = slope(problem, "loss", u) + RuleProblem.LAMBDA * slope(problem, "vhv", u);
    assertClose(RuleProblem.dot(gradient, u), expected, QUOTIENT_TOLERANCE);
  }

  private static double slope(RuleProblem problem, String variable, Map<String, INDArray> u) {
    return Differences.first(t -> problem.valueAt(variable, u, t), STEP);
  }

  private static void assertClose(double actual, double expected, double tolerance) {
    assertThat(actual).isCloseTo(expected, within(tolerance * Math.max(1.0, Math.abs(expected))));
  }
}

package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.reverse.KnownDefects;
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

  /** Fourth-order quotients with step 1e-3 in float64 are good to about 1e-9. */
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

  @ParameterizedTest
  @MethodSource("cases")
  void coefficientsOfParameters(RuleCase row) {
    checkCoefficients(new RuleProblem(row, DataType.DOUBLE, false));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void coefficientsWithDynamicBatch(RuleCase row) {
    assumeTrue(row.dynamic());
    checkCoefficients(new RuleProblem(row, DataType.DOUBLE, true));
  }

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

  @ParameterizedTest
  @MethodSource("cases")
  void penalisedGradientBySameDiff(RuleCase row) {
    assumeTrue(row.trainable() && row.rightInSameDiff());
    RuleProblem problem = new RuleProblem(row, DataType.DOUBLE, row.dynamic());
    problem.appendDerivatives();
    problem.penalise();
    checkGradient(problem, problem.gradientBySameDiff());
  }

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
    double h = 1e-3;
    double centre = problem.value("loss");
    double[] f = new double[5];
    for (int i = -2; i <= 2; i++) {
      f[i + 2] = problem.valueAt("loss", problem.direction(), i * h);
    }
    double first = (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / (12 * h);
    double second = (-f[0] + 16 * f[1] - 30 * centre + 16 * f[3] - f[4]) / (12 * h * h);
    assertClose(problem.value("gv"), first, QUOTIENT_TOLERANCE);
    assertClose(problem.value("vhv"), second, QUOTIENT_TOLERANCE * 10);
  }

  private static void checkGradient(RuleProblem problem, Map<String, INDArray> gradient) {
    Map<String, INDArray> u = problem.randomDirection();
    double expected = slope(problem, "loss", u) + RuleProblem.LAMBDA * slope(problem, "vhv", u);
    assertClose(RuleProblem.dot(gradient, u), expected, QUOTIENT_TOLERANCE);
  }

  private static double slope(RuleProblem problem, String variable, Map<String, INDArray> u) {
    double h = 1e-3;
    double near = problem.valueAt(variable, u, h) - problem.valueAt(variable, u, -h);
    double far = problem.valueAt(variable, u, 2 * h) - problem.valueAt(variable, u, -2 * h);
    return (8 * near - far) / (12 * h);
  }

  private static void assertClose(double actual, double expected, double tolerance) {
    assertThat(actual).isCloseTo(expected, within(tolerance * Math.max(1.0, Math.abs(expected))));
  }
}

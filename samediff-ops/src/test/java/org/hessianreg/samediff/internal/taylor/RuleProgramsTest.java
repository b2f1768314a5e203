package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Every rule once more the way that it is used for training: swept with any op, and executed as a
 * program. A SameDiff session that executes registered ops only, which {@link TaylorRulesTest}
 * checks against difference quotients, has the same results; also after everything that the program
 * reads has changed, its batch, and back.
 */
@Tag("slow")
class RuleProgramsTest {

  /** The same mathematics in float64 in another order. */
  private static final double ROUNDING = 1e-11;

  /** The same in float32, with epsilon 6e-8. */
  private static final double FLOAT_ROUNDING = 1e-4;

  static List<RuleCase> cases() {
    return RuleCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void parameters(RuleCase row) {
    assumeTrue(row.trainable());
    check(row, new RuleProblem(row, DataType.DOUBLE, false), ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void dynamicBatch(RuleCase row) {
    assumeTrue(row.trainable() && row.dynamic());
    check(row, new RuleProblem(row, DataType.DOUBLE, true), ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void dynamicBatchInFloat(RuleCase row) {
    assumeTrue(row.trainable() && row.dynamic() && row.inFloat());
    check(row, new RuleProblem(row, DataType.FLOAT, true), FLOAT_ROUNDING);
  }

  private static void check(RuleCase row, RuleProblem problem, double tolerance) {
    SweptProblem bySession = SweptProblem.withRegisteredOps(problem);
    SweptProblem byProgram = SweptProblem.withAllOps(problem);
    for (RulePoint point : points(problem, row.anyBatch() && problem.isDynamic())) {
      assertClose(byProgram.byProgram(point), bySession.bySession(point), tolerance);
    }
  }

  private static List<RulePoint> points(RuleProblem problem, boolean anyBatch) {
    List<RulePoint> points = new ArrayList<>(List.of(problem.point(), problem.otherPoint(1, 1)));
    if (anyBatch) {
      points.add(problem.otherPoint(2, 2));
      points.add(problem.otherPoint(3, 1));
      points.add(problem.otherPoint(4, 2));
    }
    return points;
  }

  private static void assertClose(
      Map<String, INDArray> actual, Map<String, INDArray> expected, double tolerance) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, array) -> {
          assertThat(actual.get(name).shape()).as(name).isEqualTo(array.shape());
          assertThat(actual.get(name).distance2(array))
              .as(name)
              .isLessThanOrEqualTo(tolerance * Math.max(1.0, array.norm2Number().doubleValue()));
        });
  }
}

package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.hessianreg.samediff.Oracle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** What one step of {@code fit} really applies, against an independent differentiation. */
class OracleFitTest {

  private static final double LEARNING_RATE = 0.5;
  private static final double LAMBDA = 0.1;

  static Iterable<String> names() {
    return Oracle.NAMES;
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void appliesTheGradientOfThePenalisedLossInDouble(String name) {
    check(name, DataType.DOUBLE, 1e-7);
  }

  /** float32: epsilon 6e-8, third derivatives with cancellation in sums of up to 1e3 terms. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void appliesTheGradientOfThePenalisedLossInFloat(String name) {
    check(name, DataType.FLOAT, 1e-3);
  }

  private static void check(String name, DataType type, double tolerance) {
    OracleTraining training = new OracleTraining(name, type);
    training.configure(
        new Sgd(LEARNING_RATE),
        HessianTraceRegularization.builder()
            .coefficient(LAMBDA)
            .direction(training.arrays("direction"))
            .build());
    HessianTrace trace = HessianTrace.enable(training.graph());
    Map<String, INDArray> before = training.parameters();
    training.fit(1);
    Map<String, INDArray> after = training.parameters();
    Map<String, INDArray> gradient = training.arrays("gradient");
    Map<String, INDArray> third = training.arrays("quadraticFormGradient");
    for (String parameter : before.keySet()) {
      INDArray expected =
          gradient.get(parameter).add(third.get(parameter).mul(LAMBDA)).mul(-LEARNING_RATE);
      INDArray actual = after.get(parameter).sub(before.get(parameter));
      double error = actual.sub(expected).norm2Number().doubleValue();
      assertThat(error)
          .as("update of %s", parameter)
          .isLessThanOrEqualTo(tolerance * Math.max(1e-3, expected.norm2Number().doubleValue()));
    }
    double quadraticForm = training.oracle().number("quadraticForm");
    assertThat(trace.history()).hasSize(1);
    assertThat(trace.history().get(0).quadraticForm())
        .isCloseTo(quadraticForm, within(tolerance * Math.max(1, Math.abs(quadraticForm))));
  }
}

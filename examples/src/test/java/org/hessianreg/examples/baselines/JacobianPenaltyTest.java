package org.hessianreg.examples.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class JacobianPenaltyTest {

  private static final double WEIGHT = 0.3;

  private final SameDiff sd = SameDiff.create();
  private final SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 3);
  private final INDArray values =
      Nd4j.createFromArray(
          new double[][] {{1, 0.5, -1}, {-0.2, 0.4, 0.1}, {0.3, 0.2, 2}, {1, 1, 1}});
  private final Map<String, INDArray> inputs = Map.of("x", values);

  private double penalty() {
    return GradientCheck.value(sd, inputs, "objective") - GradientCheck.value(sd, inputs, "loss");
  }

  /** One projection is exact where every output reads one input: J is diag(w). */
  @Tag("slow")
  @Test
  void isHalfTheSquaredNormOfTheJacobian() {
    SDVariable w = sd.var("w", Nd4j.createFromArray(2.0, -1.0, 0.5));
    SDVariable output = x.mul(w);
    SDVariable loss = output.mean("loss");
    JacobianPenalty.append("objective", loss, x, output, 4, WEIGHT);
    assertThat(penalty()).isCloseTo(WEIGHT / 2 * (4 + 1 + 0.25), within(1e-12));
  }

  @Tag("slow")
  @Test
  void isUnbiased() {
    INDArray w = Nd4j.createFromArray(new double[][] {{1, 2}, {-1, 0.5}, {0.3, 1}});
    SDVariable output = x.mmul(sd.var("w", w));
    SDVariable loss = output.mean("loss");
    JacobianPenalty.append("objective", loss, x, output, 4, 2.0);
    Nd4j.getRandom().setSeed(5);
    int draws = 1000;
    double sum = 0;
    double squares = 0;
    double plain = GradientCheck.value(sd, inputs, "loss");
    for (int i = 0; i < draws; i++) {
      double norm = sd.output(inputs, "objective").get("objective").getDouble(0) - plain;
      sum += norm;
      squares += norm * norm;
    }
    double mean = sum / draws;
    double standardError = Math.sqrt((squares / draws - mean * mean) / draws);
    assertThat(standardError).isPositive();
    assertThat(mean).isCloseTo(w.mul(w).sumNumber().doubleValue(), within(4 * standardError));
  }

  @Tag("slow")
  @Test
  void hasTheGradientOfItsValue() {
    Nd4j.getRandom().setSeed(8);
    SDVariable w1 = sd.var("w1", Nd4j.randn(DataType.DOUBLE, 3, 4));
    SDVariable w2 = sd.var("w2", Nd4j.randn(DataType.DOUBLE, 4, 2));
    SDVariable output = sd.math().tanh(x.mmul(w1)).mmul(w2);
    SDVariable loss = sd.math().square(output).mean("loss");
    JacobianPenalty.append("objective", loss, x, output, 4, WEIGHT);
    assertThat(penalty()).isPositive();
    GradientCheck.check(sd, inputs, "objective", "w1");
    GradientCheck.check(sd, inputs, "objective", "w2");
  }
}

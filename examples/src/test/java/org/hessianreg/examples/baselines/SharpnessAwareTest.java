package org.hessianreg.examples.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

class SharpnessAwareTest {

  private static final double RATE = 0.1;
  private static final double RHO = 0.3;

  /** {@code L = s/2·(a·u² + b·w²)} with {@code s = 1} from the data. */
  private final double[] curvatures = {2, 5};

  private double u = 1;
  private double w = -0.5;

  private SameDiff graph() {
    SameDiff sd = SameDiff.create();
    SDVariable scale = sd.placeHolder("x", DataType.DOUBLE, 1, 1);
    SDVariable first = sd.var("u", Nd4j.createFromArray(new double[][] {{u}}));
    SDVariable second = sd.var("w", Nd4j.createFromArray(new double[][] {{w}}));
    SDVariable loss =
        sd.math()
            .square(first)
            .mul(curvatures[0] / 2)
            .add(sd.math().square(second).mul(curvatures[1] / 2))
            .mul(scale)
            .sum("loss");
    sd.setLossVariables(loss.name());
    return sd;
  }

  private static Map<String, INDArray> batch() {
    return Map.of("x", Nd4j.ones(DataType.DOUBLE, 1, 1));
  }

  private static double value(SameDiff sd, String parameter) {
    return sd.getVariable(parameter).getArr().getDouble(0);
  }

  @Tag("slow")
  @Test
  void onAQuadraticItIsTheClosedForm() {
    SameDiff sd = graph();
    SharpnessAware training = new SharpnessAware(sd, new Sgd(RATE), RHO);
    for (int step = 0; step < 5; step++) {
      double gu = curvatures[0] * u;
      double gw = curvatures[1] * w;
      double norm = Math.hypot(gu, gw);
      u -= RATE * curvatures[0] * (u + RHO * gu / norm);
      w -= RATE * curvatures[1] * (w + RHO * gw / norm);
      training.step(batch());
      assertThat(value(sd, "u")).isCloseTo(u, within(1e-12));
      assertThat(value(sd, "w")).isCloseTo(w, within(1e-12));
    }
  }

  @Tag("slow")
  @Test
  void returnsExactlyFromTheClimb() {
    u = 1.0 / 3;
    w = 1e-9;
    SameDiff sd = graph();
    new SharpnessAware(sd, new Sgd(0.0), RHO).step(batch());
    assertThat(value(sd, "u")).isEqualTo(u);
    assertThat(value(sd, "w")).isEqualTo(w);
  }

  @Tag("slow")
  @Test
  void withoutAClimbItTrainsAsFitDoes() {
    IUpdater updater = new Nesterovs(RATE, 0.9);
    SameDiff plain = graph();
    plain.setTrainingConfig(
        TrainingConfig.builder()
            .updater(updater)
            .dataSetFeatureMapping("x")
            .markLabelsUnused()
            .build());
    SameDiff aware = graph();
    SharpnessAware training = new SharpnessAware(aware, updater, 0);
    for (int step = 0; step < 4; step++) {
      plain.fit(new DataSet(batch().get("x"), null));
      training.step(batch());
    }
    assertThat(value(aware, "u")).isEqualTo(value(plain, "u")).isNotEqualTo(u);
    assertThat(value(aware, "w")).isEqualTo(value(plain, "w"));
  }

  @Tag("slow")
  @Test
  void staysAtAPointWithoutAGradient() {
    u = 0;
    w = 0;
    SameDiff sd = graph();
    new SharpnessAware(sd, new Sgd(RATE), RHO).step(batch());
    assertThat(value(sd, "u")).isZero();
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesARadiusThatIsNone(double rho) {
    assertThatThrownBy(() -> new SharpnessAware(graph(), new Sgd(RATE), rho))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("rho");
  }
}

package org.hessianreg.examples.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ConfidencePenaltyTest {

  private final SameDiff sd = SameDiff.create();
  private final SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 2);
  private final SDVariable labels = sd.placeHolder("labels", DataType.DOUBLE, -1, 3);
  private final SDVariable w =
      sd.var("w", Nd4j.createFromArray(new double[][] {{1, -0.5, 2}, {0.3, 3, -1}}));
  private final SDVariable logits = x.mmul(w);
  private final SDVariable loss = sd.loss().softmaxCrossEntropy("loss", labels, logits, null);
  private final Map<String, INDArray> inputs =
      Map.of(
          "x", Nd4j.createFromArray(new double[][] {{1, 0.5}, {-0.2, 0.4}}),
          "labels", Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 0, 1}}));

  @Test
  void subtractsTheMeanEntropy() {
    ConfidencePenalty.append("objective", loss, logits, 0.7);
    INDArray z = inputs.get("x").mmul(w.getArr());
    double entropy = 0;
    for (int i = 0; i < 2; i++) {
      double total = 0;
      for (int k = 0; k < 3; k++) {
        total += Math.exp(z.getDouble(i, k));
      }
      for (int k = 0; k < 3; k++) {
        double p = Math.exp(z.getDouble(i, k)) / total;
        entropy -= p * Math.log(p) / 2;
      }
    }
    assertThat(GradientCheck.value(sd, inputs, "objective"))
        .isCloseTo(GradientCheck.value(sd, inputs, "loss") - 0.7 * entropy, within(1e-10));
  }

  @Test
  void hasTheGradientOfItsValue() {
    ConfidencePenalty.append("objective", loss, logits, 0.7);
    GradientCheck.check(sd, inputs, "objective", "w");
  }

  @Test
  void staysFiniteWhereProbabilitiesVanish() {
    SDVariable sure = logits.mul("sure", 1e6);
    ConfidencePenalty.append("objective", loss, sure, 0.7);
    sd.setLossVariables("objective");
    INDArray gradient = sd.calculateGradients(inputs, "w").get("w");
    assertThat(gradient.sumNumber().doubleValue()).isFinite();
  }
}

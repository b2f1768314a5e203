package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.hessianreg.samediff.Differences;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A division by a one-element variable, which SameDiff differentiates wrongly. */
class DefectTest {

  private static final double LAMBDA = 0.2;
  private static final double RATE = 0.1;
  private final DataSet batch = SmallNetwork.batches(1, DataType.DOUBLE).get(0);

  private static SameDiff graph(double temperature) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 5);
    SDVariable y = sd.placeHolder("y", DataType.DOUBLE, -1, 3);
    SDVariable w = sd.var("w", Nd4j.linspace(DataType.DOUBLE, -1, 0.15, 15).reshape(5, 3));
    SDVariable t = sd.var("t", Nd4j.scalar(DataType.DOUBLE, temperature));
    sd.loss().softmaxCrossEntropy("loss", y, x.mmul(w).div("scaled", t), null);
    sd.setLossVariables("loss");
    return sd;
  }

  private HessianTrace enable(SameDiff sd) {
    sd.setTrainingConfig(
        SmallNetwork.config(
            new Sgd(RATE),
            HessianTraceRegularization.builder().coefficient(LAMBDA).seed(3).build()));
    return HessianTrace.enable(sd);
  }

  private double objective(double temperature) {
    SameDiff sd = graph(temperature);
    INDArray loss =
        sd.output(Map.of("x", batch.getFeatures(), "y", batch.getLabels()), "loss").get("loss");
    HessianTrace trace = enable(sd);
    sd.fit(batch);
    return loss.getDouble(0) + trace.history().get(0).penalty();
  }

  @Test
  void thePenalisedUpdateIsRight() {
    SameDiff sd = graph(1.7);
    enable(sd);
    sd.fit(batch);
    double gradient = (1.7 - sd.getVariable("t").getArr().getDouble(0)) / RATE;
    double quotient = Differences.firstOfTwoPoints(t -> objective(1.7 + t), 1e-4);
    assertThat(gradient).isCloseTo(quotient, within(1e-6));
  }

  @Test
  void enableWarnsAboutTheUnpenalisedGradient() {
    assertThat(enable(graph(1.7)).warnings())
        .hasSize(1)
        .first()
        .asString()
        .contains("'scaled'", "divide", "reciprocal", "SameDiff's own");
  }
}

package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * A coefficient at which training collapses, on a smooth network: along a tanh network's Hessian
 * trace the objective has no lower bound.
 */
@Tag("slow")
class StabilityTest {

  private static final double LAMBDA = 1.0;
  private static final int EPOCHS = 400;

  /** Of an answer that says the same for every example. */
  private static final double CHANCE = Math.log(3);

  private static double trainedLoss(HessianTraceRegularization.Builder option) {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.3), option.build()));
    HessianTrace.enable(sd);
    List<DataSet> batches = SmallNetwork.batches(2, DataType.DOUBLE);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      SmallNetwork.fit(sd, batches);
    }
    double sum = 0;
    for (DataSet batch : batches) {
      Map<String, INDArray> inputs = Map.of("x", batch.getFeatures(), "y", batch.getLabels());
      sum += sd.output(inputs, "loss").get("loss").getDouble(0);
    }
    return sum / batches.size();
  }

  private static HessianTraceRegularization.Builder option(double lambda) {
    return HessianTraceRegularization.builder().coefficient(lambda).seed(1);
  }

  @Test
  void aBoundKeepsTrainingFromCollapsing() {
    double without;
    try {
      without = trainedLoss(option(LAMBDA));
    } catch (HessianTraceException e) {
      without = Double.POSITIVE_INFINITY;
    }
    assertThat(without).isGreaterThan(CHANCE);
    assertThat(trainedLoss(option(LAMBDA).gradientBound(0.5))).isLessThan(0.1);
  }
}

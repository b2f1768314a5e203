package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** A perceptron with a dropout layer on random data, the same at every call. */
final class SmallNetwork {

  private static final int BATCH = 8;

  private SmallNetwork() {}

  /** Layers of 5, 7, 6 and 3 units in float32, with dropout after the first. */
  static SameDiff withDropout() {
    return build(true, DataType.FLOAT);
  }

  static SameDiff withoutDropout(DataType type) {
    return build(false, type);
  }

  private static SameDiff build(boolean dropout, DataType type) {
    Nd4j.getRandom().setSeed(11);
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", type, -1, 5);
    SDVariable y = sd.placeHolder("y", type, -1, 3);
    SDVariable h = sd.math().tanh(dense(sd, x, 1, 5, 7, type));
    if (dropout) {
      h = h.mul(sd.random().bernoulli(0.8, type, BATCH, 7)).mul(1 / 0.8);
    }
    h = sd.math().tanh(dense(sd, h, 2, 7, 6, type));
    SDVariable logits = dense(sd, h, 3, 6, 3, type);
    sd.loss().softmaxCrossEntropy("loss", y, logits.rename("logits"), null);
    sd.setLossVariables("loss");
    return sd;
  }

  private static SDVariable dense(
      SameDiff sd, SDVariable x, int layer, int in, int out, DataType type) {
    SDVariable w = sd.var("w" + layer, Nd4j.randn(type, in, out).muli(0.5));
    SDVariable b = sd.var("b" + layer, Nd4j.randn(type, out).muli(0.1));
    return x.mmul(w).add(b);
  }

  static TrainingConfig config(IUpdater updater, Regularization... regularization) {
    return TrainingConfig.builder()
        .updater(updater)
        .regularization(regularization)
        .dataSetFeatureMapping("x")
        .dataSetLabelMapping("y")
        .build();
  }

  static List<DataSet> batches(int count, DataType type) {
    Nd4j.getRandom().setSeed(5);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      INDArray x = Nd4j.randn(type, BATCH, 5);
      INDArray y = Nd4j.zeros(type, BATCH, 3);
      for (int row = 0; row < BATCH; row++) {
        y.putScalar(row, (row + i) % 3, 1.0);
      }
      batches.add(new DataSet(x, y));
    }
    return batches;
  }

  static void fit(SameDiff sd, List<DataSet> batches, Listener... listeners) {
    batches.forEach(batch -> sd.fit(batch, listeners));
  }

  static Map<String, INDArray> parameters(SameDiff sd) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    sd.variables().stream()
        .filter(v -> v.getVariableType() == VariableType.VARIABLE)
        .forEach(v -> copies.put(v.name(), v.getArr().dup()));
    return copies;
  }
}

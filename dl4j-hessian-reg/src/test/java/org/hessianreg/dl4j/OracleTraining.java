package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.Oracle;
import org.hessianreg.samediff.OracleNetworks;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** An oracle's network set up for {@code fit}. */
final class OracleTraining {

  private final Oracle oracle;
  private final DataType type;
  private final SameDiff sd;
  private final MultiDataSet batch;

  OracleTraining(String name, DataType type) {
    this.oracle = Oracle.load(name);
    this.type = type;
    this.sd = OracleNetworks.build(oracle, type, true);
    Map<String, INDArray> inputs = oracle.arrays("inputs", type);
    List<INDArray> features = new ArrayList<>();
    inputs.forEach(
        (input, array) -> {
          if (!"y".equals(input)) {
            features.add(array);
          }
        });
    INDArray y = inputs.get("y");
    this.batch =
        new MultiDataSet(
            features.toArray(new INDArray[0]), y == null ? new INDArray[0] : new INDArray[] {y});
  }

  Oracle oracle() {
    return oracle;
  }

  SameDiff graph() {
    return sd;
  }

  Map<String, INDArray> arrays(String field) {
    return oracle.arrays(field, type);
  }

  OracleTraining configure(IUpdater updater, Regularization... regularization) {
    sd.setTrainingConfig(builder(updater, regularization).build());
    return this;
  }

  TrainingConfig.Builder builder(IUpdater updater, Regularization... regularization) {
    TrainingConfig.Builder builder =
        TrainingConfig.builder()
            .updater(updater)
            .regularization(regularization)
            .initialLossDataType(type)
            .dataSetFeatureMapping(sd.hasVariable("ids") ? "ids" : "x");
    return sd.hasVariable("y") ? builder.dataSetLabelMapping("y") : builder.markLabelsUnused();
  }

  void fit(int steps, Listener... listeners) {
    for (int i = 0; i < steps; i++) {
      sd.fit(batch, listeners);
    }
  }

  /** One step on the first few examples. */
  void fitFirst(int examples) {
    INDArrayIndex some = NDArrayIndex.interval(0, examples);
    sd.fit(new DataSet(batch.getFeatures(0).get(some).dup(), batch.getLabels(0).get(some).dup()));
  }

  /** Many steps in one call, which is faster than as many calls. */
  void fitEpochs(int epochs) {
    sd.fit(new SingletonMultiDataSetIterator(batch), epochs);
  }

  MultiDataSet batch() {
    return batch;
  }

  Map<String, INDArray> parameters() {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    sd.variables().stream()
        .filter(v -> v.getVariableType() == VariableType.VARIABLE)
        .forEach(v -> copies.put(v.name(), v.getArr().dup()));
    return copies;
  }
}

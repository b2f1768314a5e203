package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Models that Deeplearning4j imports from Keras, by difference quotients of their gradients. */
class KerasImportTest {

  private static final int STEPS = 3;

  private final List<DataSet> batches = DenseNetworks.batches(STEPS, DataType.DOUBLE);

  private static String file(String name) throws Exception {
    return java.nio.file.Path.of(KerasImportTest.class.getResource("/keras/" + name).toURI())
        .toString();
  }

  private static MultiLayerNetwork sequential() throws Exception {
    return KerasModelImport.importKerasSequentialModelAndWeights(file("sequential.h5"), true)
        .convertDataType(DataType.DOUBLE);
  }

  private static ComputationGraph functional() throws Exception {
    return KerasModelImport.importKerasModelAndWeights(file("functional.h5"), true)
        .convertDataType(DataType.DOUBLE);
  }

  @Test
  void aSequentialModelIsTrainedWithThePenalty() throws Exception {
    check(sequential(), sequential(), sequential());
  }

  @Test
  void aFunctionalModelIsTrainedWithThePenalty() throws Exception {
    check(functional(), functional(), functional());
  }

  private void check(Model actual, Model expected, Model copy) {
    HessianTraceRegularization option =
        HessianTraceRegularization.builder()
            .coefficient(0.1)
            .direction(DenseNetworks.direction(actual))
            .build();
    INDArray before = actual.params().dup();
    HessianTrace trace = DenseNetworks.enable(actual, option);
    DenseNetworks.fit(actual, batches);
    expected.setListeners(new DifferencePenalty(option, copy, batches::get));
    DenseNetworks.fit(expected, batches);
    assertThat(trace.history()).hasSize(STEPS);
    assertThat(actual.params()).isNotEqualTo(before);
    assertThat(actual.params().distance2(expected.params())).isLessThan(1e-6);
  }
}

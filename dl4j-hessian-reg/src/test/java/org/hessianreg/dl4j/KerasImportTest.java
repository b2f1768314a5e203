package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Models that Deeplearning4j imports from Keras, by difference quotients of their gradients. */
class KerasImportTest {

  private static final int STEPS = 3;

  private static String file(String name) throws Exception {
    return java.nio.file.Path.of(KerasImportTest.class.getResource("/keras/" + name).toURI())
        .toString();
  }

  private static MultiLayerNetwork sequential(String name) throws Exception {
    return KerasModelImport.importKerasSequentialModelAndWeights(file(name), true)
        .convertDataType(DataType.DOUBLE);
  }

  private static ComputationGraph functional() throws Exception {
    return KerasModelImport.importKerasModelAndWeights(file("functional.h5"), true)
        .convertDataType(DataType.DOUBLE);
  }

  @Tag("slow")
  @Test
  void aSequentialModelIsTrainedWithThePenalty() throws Exception {
    check(
        DenseNetworks.batches(STEPS, DataType.DOUBLE),
        sequential("sequential.h5"),
        sequential("sequential.h5"),
        sequential("sequential.h5"));
  }

  /** The importer gives every layer dropout that drops nothing. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"recurrent.h5", "bidirectional.h5"})
  void aRecurrentModelIsTrainedWithThePenalty(String name) throws Exception {
    check(sequences(), sequential(name), sequential(name), sequential(name));
  }

  /** Keras puts the features of a sequence last. */
  private static List<DataSet> sequences() {
    Random random = new Random(8);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      batches.add(
          new DataSet(
              DenseNetworks.normal(random, DataType.DOUBLE, 5, 4, 2),
              DenseNetworks.batch(random, 5, DataType.DOUBLE).getLabels()));
    }
    return batches;
  }

  @Tag("slow")
  @Test
  void aFunctionalModelIsTrainedWithThePenalty() throws Exception {
    check(DenseNetworks.batches(STEPS, DataType.DOUBLE), functional(), functional(), functional());
  }

  private static void check(List<DataSet> batches, Model actual, Model expected, Model copy) {
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

package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** The message about a penalty that is not finite, whatever data go to placeholders. */
class MaskPlaceholderTest {

  private static final INDArray ONES = Nd4j.ones(DataType.DOUBLE, 2, 3);

  /** Names of the placeholders of features, labels and their masks, in the order of the data. */
  static Stream<Arguments> mappings() {
    return Stream.of(
        Arguments.of("features only", List.of("a"), List.of(), List.of(), List.of()),
        Arguments.of("features and labels", List.of("a", "b"), List.of("c"), List.of(), List.of()),
        Arguments.of("a mask of features", List.of("a"), List.of("b"), List.of("m"), List.of()),
        Arguments.of("a mask of labels", List.of("a"), List.of("b"), List.of(), List.of("m")),
        Arguments.of(
            "masks of both", List.of("a", "b"), List.of("c"), List.of("m", "n"), List.of("o")),
        Arguments.of(
            "some have no mask",
            List.of("a", "b"),
            List.of("c", "d"),
            Arrays.asList(null, "n"),
            Arrays.asList(null, "o")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mappings")
  void namesTheParameter(
      String name,
      List<String> features,
      List<String> labels,
      List<String> featureMasks,
      List<String> labelMasks) {
    SameDiff sd = SameDiff.create();
    SDVariable steep = sd.var("steep", Nd4j.ones(DataType.DOUBLE, 2, 3));
    SDVariable flat = sd.var("flat", Nd4j.ones(DataType.DOUBLE, 2, 3));
    SDVariable sum = sd.math().exp(steep.mul(400.0)).add(flat);
    for (List<String> placeholders : List.of(features, labels, featureMasks, labelMasks)) {
      for (String placeholder : placeholders) {
        if (placeholder != null) {
          sum = sum.mul(sd.placeHolder(placeholder, DataType.DOUBLE, 2, 3));
        }
      }
    }
    sum.sum("loss");
    sd.setLossVariables("loss");
    TrainingConfig.Builder config =
        TrainingConfig.builder()
            .updater(new Sgd(0.1))
            .regularization(HessianTraceRegularization.builder().coefficient(1e300).build())
            .dataSetFeatureMapping(features)
            .dataSetFeatureMaskMapping(featureMasks)
            .dataSetLabelMaskMapping(labelMasks);
    config = labels.isEmpty() ? config.markLabelsUnused() : config.dataSetLabelMapping(labels);
    sd.setTrainingConfig(config.build());
    HessianTrace.enable(sd);
    MultiDataSet batch =
        new MultiDataSet(arrays(features), arrays(labels), masks(featureMasks), masks(labelMasks));
    assertThatThrownBy(() -> sd.fit(batch))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("gradient of the loss is largest for parameter 'steep', with norm");
  }

  private static INDArray[] masks(List<String> names) {
    return names.isEmpty() ? null : arrays(names);
  }

  private static INDArray[] arrays(List<String> names) {
    return names.stream().map(name -> name == null ? null : ONES.dup()).toArray(INDArray[]::new);
  }
}

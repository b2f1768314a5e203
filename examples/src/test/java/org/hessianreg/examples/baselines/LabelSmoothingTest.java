package org.hessianreg.examples.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class LabelSmoothingTest {

  private final INDArray labels = Nd4j.createFromArray(new double[][] {{0, 1, 0, 0}, {0, 0, 0, 1}});
  private final INDArray original = labels.dup();
  private final DataSet batch = new DataSet(Nd4j.ones(2, 3), labels);

  @Test
  void spreadsAShareOverAllClasses() {
    new LabelSmoothing(0.2).preProcess(batch);
    assertThat(batch.getLabels().equalsWithEps(expected(), 1e-12)).isTrue();
  }

  private static INDArray expected() {
    return Nd4j.createFromArray(
        new double[][] {{0.05, 0.85, 0.05, 0.05}, {0.05, 0.05, 0.05, 0.85}});
  }

  @Test
  void leavesTheArrayItWasGivenAlone() {
    new LabelSmoothing(0.2).preProcess(batch);
    assertThat(labels).isEqualTo(original);
    assertThat(batch.getFeatures()).isEqualTo(Nd4j.ones(2, 3));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void refusesAShareThatIsNone(double epsilon) {
    assertThatThrownBy(() -> new LabelSmoothing(epsilon))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("[0, 1]");
  }
}

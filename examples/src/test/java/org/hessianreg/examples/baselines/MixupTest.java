package org.hessianreg.examples.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class MixupTest {

  private static final int EXAMPLES = 8;

  /** Example i is the unit vector i, so that a mixture shows its parts. */
  private final INDArray unit = Nd4j.eye(EXAMPLES).castTo(DataType.DOUBLE);

  private DataSet mixed(Mixup mixup) {
    DataSet batch = new DataSet(unit.reshape(EXAMPLES, 1, 2, 4), unit);
    mixup.preProcess(batch);
    return batch;
  }

  @Test
  void mixesFeaturesAndLabelsOfTwoExamplesAlike() {
    DataSet batch = mixed(new Mixup(1.0, 3));
    assertThat(batch.getFeatures().shape()).containsExactly(EXAMPLES, 1, 2, 4);
    assertThat(batch.getFeatures().reshape(EXAMPLES, EXAMPLES)).isEqualTo(batch.getLabels());
    INDArray columns = batch.getLabels().sum(0);
    assertThat(columns.equalsWithEps(Nd4j.ones(columns.dataType(), EXAMPLES), 1e-12))
        .as("each example is the partner of one")
        .isTrue();
    Set<Double> weights = new HashSet<>();
    for (int i = 0; i < EXAMPLES; i++) {
      INDArray row = batch.getLabels().getRow(i);
      assertThat(row.sumNumber().doubleValue()).isCloseTo(1, within(1e-12));
      double own = row.getDouble(i);
      if (own < 1 - 1e-9) {
        weights.add(own);
      }
    }
    assertThat(weights).as("one weight for the minibatch").hasSize(1);
  }

  @Tag("slow")
  @Test
  void weightsFollowTheBetaDistribution() {
    Mixup mixup = new Mixup(0.5, 7);
    int draws = 2000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      DataSet batch =
          new DataSet(Nd4j.createFromArray(new double[][] {{1}, {0}, {0}, {0}}), unit(4));
      mixup.preProcess(batch);
      // What row 0 keeps of itself; its partner is itself one time in four.
      double own = batch.getLabels().getDouble(0, 0);
      sum += own;
      squares += own * own;
    }
    // E = 1/4 + 3/4·1/2, E² = 1/4 + 3/4·(1/4 + 1/8) for Beta(1/2, 1/2) with variance 1/8.
    assertThat(sum / draws).isCloseTo(0.625, within(0.03));
    assertThat(squares / draws).isCloseTo(0.53125, within(0.03));
  }

  private static INDArray unit(int n) {
    return Nd4j.eye(n).castTo(DataType.DOUBLE);
  }

  @Test
  void leavesTheArraysItWasGivenAloneAndFollowsTheSeed() {
    INDArray labels = mixed(new Mixup(1.0, 3)).getLabels();
    assertThat(unit).isEqualTo(unit(EXAMPLES));
    assertThat(mixed(new Mixup(1.0, 3)).getLabels()).isEqualTo(labels);
    assertThat(mixed(new Mixup(1.0, 4)).getLabels()).isNotEqualTo(labels);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAnAlphaThatIsNone(double alpha) {
    assertThatThrownBy(() -> new Mixup(alpha, 1))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("positive");
  }
}

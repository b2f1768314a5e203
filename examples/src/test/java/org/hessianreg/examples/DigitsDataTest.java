package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class DigitsDataTest {
  private static final int TRAINING = 500;

  private final DigitsData data = DigitsData.load(TRAINING, 0.0, 1);

  @Test
  void splitsAllImages() {
    int test = DigitsData.IMAGES - TRAINING;
    assertThat(data.training().getFeatures().shape()).containsExactly(TRAINING, 1, 8, 8);
    assertThat(data.training().getLabels().shape()).containsExactly(TRAINING, 10);
    assertThat(data.test().getFeatures().shape()).containsExactly(test, 1, 8, 8);
    assertThat(data.test().getLabels().shape()).containsExactly(test, 10);
  }

  @Test
  void holdsTheClassesOfTheOriginal() {
    INDArray perClass = data.training().getLabels().sum(0).add(data.test().getLabels().sum(0));

    assertThat(perClass.toDoubleVector())
        .containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
  }

  @Test
  void standardisesTheTrainingPart() {
    INDArray images = data.training().getFeatures();

    assertThat(images.meanNumber().doubleValue()).isCloseTo(0.0, within(1e-4));
    assertThat(images.stdNumber().doubleValue()).isCloseTo(1.0, within(1e-3));
  }

  @Test
  void standardisesTheTestPartWithTheTrainingPartsStatistics() {
    INDArray training = data.training().getFeatures();
    INDArray test = data.test().getFeatures();

    // Both parts hold blank (0) and full (16) pixels: equal extremes mean an equal transformation.
    assertThat(test.minNumber().doubleValue())
        .isCloseTo(training.minNumber().doubleValue(), within(1e-6));
    assertThat(test.maxNumber().doubleValue())
        .isCloseTo(training.maxNumber().doubleValue(), within(1e-6));
    // Its own statistics, or those of both parts together, would centre the test part better.
    assertThat(Math.abs(test.meanNumber().doubleValue())).isGreaterThan(1e-4);
  }

  @Test
  void splitsAlikeForTheSameSeed() {
    DigitsData again = DigitsData.load(TRAINING, 0.0, 1);

    assertThat(again.training()).isEqualTo(data.training());
    assertThat(again.test()).isEqualTo(data.test());
  }

  @Test
  void splitsDifferentlyForAnotherSeed() {
    DigitsData other = DigitsData.load(TRAINING, 0.0, 2);

    assertThat(other.training().getLabels()).isNotEqualTo(data.training().getLabels());
  }

  @Test
  void replacesExactlyTheRequestedShareOfTrainingLabels() {
    DigitsData noisy = DigitsData.load(TRAINING, 0.3, 1);

    INDArray labels = noisy.training().getLabels();
    double agreeing = labels.mul(data.training().getLabels()).sumNumber().doubleValue();
    assertThat(agreeing).isEqualTo(0.7 * TRAINING);
    assertThat(labels.sum(1).minNumber().doubleValue()).isEqualTo(1.0);
    assertThat(labels.sum(1).maxNumber().doubleValue()).isEqualTo(1.0);
    assertThat(noisy.training().getFeatures()).isEqualTo(data.training().getFeatures());
    assertThat(noisy.test()).isEqualTo(data.test());
  }
}

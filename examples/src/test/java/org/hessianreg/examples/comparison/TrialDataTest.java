package org.hessianreg.examples.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class TrialDataTest {

  private static final int SOURCE = 400;

  /** The first two pixels hold the number of the image, which tells its true label. */
  private static LabelledImages source() {
    Random random = new Random(1);
    byte[] pixels = new byte[SOURCE * FashionMnist.PIXELS];
    random.nextBytes(pixels);
    byte[] labels = new byte[SOURCE];
    for (int i = 0; i < SOURCE; i++) {
      pixels[i * FashionMnist.PIXELS] = (byte) (i / 200);
      pixels[i * FashionMnist.PIXELS + 1] = (byte) (i % 200);
      labels[i] = (byte) random.nextInt(FashionMnist.CLASSES);
    }
    return new LabelledImages(pixels, labels);
  }

  private final LabelledImages source = source();

  private TrialData draw(int noise, long seed) {
    return TrialData.draw(source, 100, 60, noise, seed);
  }

  /** Undoes the scaling: pixels 0 and 1 of an image of the source are known. */
  private static int[] numbers(TrialData data, DataSet part) {
    LabelledImages scale = new LabelledImages(pixelsZeroAndOne(), new byte[1]);
    INDArray row = data.prepared(scale).getFeatures();
    double zero = row.getDouble(0, 0);
    double one = row.getDouble(0, 1);
    int[] numbers = new int[part.numExamples()];
    for (int i = 0; i < numbers.length; i++) {
      long high = Math.round((part.getFeatures().getDouble(i, 0) - zero) / (one - zero));
      long low = Math.round((part.getFeatures().getDouble(i, 1) - zero) / (one - zero));
      numbers[i] = (int) (200 * high + low);
    }
    return numbers;
  }

  private static byte[] pixelsZeroAndOne() {
    byte[] pixels = new byte[FashionMnist.PIXELS];
    pixels[1] = 1;
    return pixels;
  }

  private int wrong(TrialData data, DataSet part) {
    int[] numbers = numbers(data, part);
    int wrong = 0;
    for (int i = 0; i < numbers.length; i++) {
      INDArray label = part.getLabels().getRow(i);
      assertThat(label.sumNumber().intValue()).isEqualTo(1);
      wrong += label.argMax().getInt(0) == source.label(numbers[i]) ? 0 : 1;
    }
    return wrong;
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "30, 30, 18", "100, 100, 60"})
  void exactlyTheGivenShareOfLabelsIsWrong(int percent, int inTraining, int inValidation) {
    TrialData data = draw(percent, 5);
    assertThat(wrong(data, data.training())).isEqualTo(inTraining);
    assertThat(wrong(data, data.validation())).isEqualTo(inValidation);
  }

  @Test
  void trainingAndValidationShareNoImage() {
    TrialData data = draw(0, 5);
    Set<Integer> seen = new HashSet<>();
    for (DataSet part : new DataSet[] {data.training(), data.validation()}) {
      for (int number : numbers(data, part)) {
        seen.add(number);
      }
    }
    assertThat(seen).hasSize(160);
  }

  @Test
  void pixelsAreScaledByTheTrainingImagesAlone() {
    TrialData data = draw(0, 5);
    INDArray pixels = data.training().getFeatures();
    assertThat(pixels.meanNumber().doubleValue()).isCloseTo(0, within(1e-5));
    assertThat(pixels.stdNumber(false).doubleValue()).isCloseTo(1, within(1e-5));
    assertThat(data.validation().getFeatures().meanNumber().doubleValue())
        .isNotCloseTo(0, within(1e-4));
    TrialData other = TrialData.draw(source, 100, 120, 0, 5);
    assertThat(numbers(other, other.training())).isEqualTo(numbers(data, data.training()));
    assertThat(other.training().getFeatures()).as("more to validate on").isEqualTo(pixels);
  }

  @Test
  void imagesThatAreAllAlikeAreNotDividedByZero() {
    LabelledImages black = new LabelledImages(new byte[20 * FashionMnist.PIXELS], new byte[20]);
    INDArray pixels = TrialData.draw(black, 10, 5, 0, 1).training().getFeatures();
    assertThat(pixels.maxNumber().doubleValue()).isZero();
  }

  @Test
  void dependsOnTheSeedAlone() {
    assertThat(draw(30, 5).training()).isEqualTo(draw(30, 5).training());
    assertThat(draw(30, 6).training().getFeatures())
        .isNotEqualTo(draw(30, 5).training().getFeatures());
  }
}

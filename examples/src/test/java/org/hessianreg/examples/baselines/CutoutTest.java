package org.hessianreg.examples.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class CutoutTest {

  private static INDArray cut(Cutout cutout, long... shape) {
    INDArray features = Nd4j.ones(DataType.FLOAT, shape);
    DataSet batch = new DataSet(features, Nd4j.ones(DataType.FLOAT, shape[0], 2));
    cutout.preProcess(batch);
    assertThat(features.minNumber().doubleValue()).as("the array given").isEqualTo(1);
    assertThat(batch.getLabels()).isEqualTo(Nd4j.ones(DataType.FLOAT, shape[0], 2));
    return batch.getFeatures();
  }

  @Test
  void zeroesOneRectangleOfEachImageInAllChannels() {
    INDArray images = cut(new Cutout(6, 8, 3, 1), 40, 2, 6, 8);
    for (int i = 0; i < 40; i++) {
      int top = 6;
      int bottom = -1;
      int left = 8;
      int right = -1;
      int zeros = 0;
      for (int r = 0; r < 6; r++) {
        for (int c = 0; c < 8; c++) {
          float value = images.getFloat(i, 0, r, c);
          assertThat(images.getFloat(i, 1, r, c)).as("second channel").isEqualTo(value);
          if (value == 0) {
            top = Math.min(top, r);
            bottom = Math.max(bottom, r);
            left = Math.min(left, c);
            right = Math.max(right, c);
            zeros++;
          }
        }
      }
      int height = bottom - top + 1;
      int width = right - left + 1;
      assertThat(zeros).isEqualTo(height * width);
      assertThat(height).isBetween(2, 3);
      assertThat(width).isBetween(2, 3);
      assertThat(height == 3 || top == 0 || bottom == 5).as("cut by the border alone").isTrue();
      assertThat(width == 3 || left == 0 || right == 7).as("cut by the border alone").isTrue();
    }
  }

  @Test
  void drawsCentresEverywhere() {
    INDArray images = cut(new Cutout(4, 4, 1, 1), 500, 16);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      INDArray image = images.getRow(i);
      assertThat(image.sumNumber().intValue()).isEqualTo(15);
      seen.add(
          image.argMax().getInt(0) == 0
              ? image.eq(0).castTo(DataType.INT32).argMax().getInt(0)
              : 0);
    }
    assertThat(seen).hasSize(16);
  }

  @Test
  void flatImagesAreCutAsSquareOnes() {
    INDArray flat = cut(new Cutout(6, 8, 3, 5), 10, 2 * 6 * 8);
    INDArray square = cut(new Cutout(6, 8, 3, 5), 10, 2, 6, 8);
    assertThat(flat.reshape('c', 10, 2, 6, 8)).isEqualTo(square);
  }

  @Test
  void goesOnDrawingAndFollowsTheSeed() {
    Cutout one = new Cutout(6, 8, 3, 5);
    Cutout same = new Cutout(6, 8, 3, 5);
    INDArray first = cut(one, 10, 48);
    assertThat(first).isEqualTo(cut(same, 10, 48));
    assertThat(cut(one, 10, 48)).isNotEqualTo(first);
    assertThat(cut(new Cutout(6, 8, 3, 6), 10, 48)).isNotEqualTo(first);
  }

  @Test
  void aSideOfZeroChangesNothing() {
    assertThat(cut(new Cutout(6, 8, 0, 5), 10, 48)).isEqualTo(Nd4j.ones(DataType.FLOAT, 10, 48));
  }

  @Test
  void refusesWhatIsNoImage() {
    assertThatThrownBy(() -> cut(new Cutout(6, 8, 3, 5), 10, 47))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("6 x 8");
    assertThatThrownBy(() -> new Cutout(0, 8, 3, 5)).isInstanceOf(HessianTraceException.class);
    assertThatThrownBy(() -> new Cutout(6, 8, -1, 5)).isInstanceOf(HessianTraceException.class);
  }
}

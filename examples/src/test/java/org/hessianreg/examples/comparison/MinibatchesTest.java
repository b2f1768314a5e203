package org.hessianreg.examples.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class MinibatchesTest {

  private final INDArray rows = Nd4j.arange(7).castTo(DataType.FLOAT).reshape(7, 1);
  private final DataSet data = new DataSet(rows, rows.mul(10));

  private List<Integer> drawn(long seed, int steps, DataSetPreProcessor... preprocessors) {
    Minibatches batches = new Minibatches(data, 3, steps, seed, List.of(preprocessors));
    List<Integer> drawn = new ArrayList<>();
    while (batches.hasNext()) {
      MultiDataSet batch = batches.next();
      assertThat(batch.getFeatures(0).shape()).containsExactly(3, 1);
      for (int i = 0; i < 3; i++) {
        int row = batch.getFeatures(0).getInt(i, 0);
        drawn.add(row);
        assertThat(batch.getLabels(0).getInt(i, 0)).as("label of its row").isEqualTo(10 * row);
      }
    }
    return drawn;
  }

  @Test
  void goThroughTheDataAgainAndAgainInNewOrders() {
    List<Integer> drawn = drawn(1, 7);
    assertThat(drawn).hasSize(21);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(drawn.subList(7 * epoch, 7 * epoch + 7))
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    }
    assertThat(drawn.subList(0, 7)).isNotEqualTo(drawn.subList(7, 14));
  }

  @Test
  void dependOnTheSeedAlone() {
    assertThat(drawn(1, 7)).isEqualTo(drawn(1, 7)).isNotEqualTo(drawn(2, 7));
  }

  @Test
  void arePreprocessedWithoutTouchingTheData() {
    DataSetPreProcessor twice =
        batch -> {
          batch.getFeatures().muli(2);
          batch.getLabels().muli(2);
        };
    List<Integer> plain = drawn(1, 7);
    List<Integer> changed = drawn(1, 7, twice);
    for (int i = 0; i < plain.size(); i++) {
      assertThat(changed.get(i)).isEqualTo(2 * plain.get(i));
    }
    assertThat(drawn(1, 7)).isEqualTo(plain);
  }
}

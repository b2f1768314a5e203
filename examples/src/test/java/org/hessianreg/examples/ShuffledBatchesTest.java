package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class ShuffledBatchesTest {
  private static final int EXAMPLES = 10;

  @Test
  void givesEveryExampleOncePerEpochWithItsLabel() {
    List<Double> seen = epoch(new ShuffledBatches(numbered(), 4, 1));

    assertThat(seen).containsExactlyInAnyOrder(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0);
  }

  @Test
  void changesTheOrderFromEpochToEpoch() {
    ShuffledBatches batches = new ShuffledBatches(numbered(), 4, 1);
    List<Double> first = epoch(batches);
    batches.reset();

    assertThat(epoch(batches)).isNotEqualTo(first).containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void repeatsTheOrderForTheSameSeed() {
    assertThat(epoch(new ShuffledBatches(numbered(), 4, 7)))
        .isEqualTo(epoch(new ShuffledBatches(numbered(), 4, 7)));
  }

  @Test
  void leavesTheDataAlone() {
    DataSet data = numbered();
    epoch(new ShuffledBatches(data, 4, 1));

    assertThat(data).isEqualTo(numbered());
  }

  /** Example i has the feature i and the label 100 + i. */
  private static DataSet numbered() {
    return new DataSet(
        Nd4j.arange(EXAMPLES).castTo(DataType.FLOAT).reshape(EXAMPLES, 1),
        Nd4j.arange(EXAMPLES).castTo(DataType.FLOAT).reshape(EXAMPLES, 1).addi(100));
  }

  private static List<Double> epoch(ShuffledBatches batches) {
    List<Double> seen = new ArrayList<>();
    while (batches.hasNext()) {
      MultiDataSet batch = batches.next();
      assertThat(batch.getLabels(0)).isEqualTo(batch.getFeatures(0).add(100));
      for (double value : batch.getFeatures(0).dup().reshape(-1).toDoubleVector()) {
        seen.add(value);
      }
    }
    return seen;
  }
}

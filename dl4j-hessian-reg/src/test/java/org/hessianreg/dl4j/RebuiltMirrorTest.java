package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Whether a mirror was kept or has been made again changes nothing of a step. */
class RebuiltMirrorTest {

  private static final HessianTraceRegularization OPTION =
      HessianTraceRegularization.builder().coefficient(0.05).seed(9).build();

  @Tag("slow")
  @Test
  void stepsAreTheSameBitForBit() {
    Model kept = network();
    Model rebuilt = network();
    DenseNetworks.enable(kept, OPTION);
    for (DataSet batch : batches()) {
      DenseNetworks.fit(kept, batch);
      DenseNetworks.enable(rebuilt, OPTION);
      DenseNetworks.fit(rebuilt, batch);
      DenseNetworks.disable(rebuilt);
      assertThat(kept.params()).isEqualTo(rebuilt.params());
    }
  }

  private static Model network() {
    return DenseNetworks.layers(DenseNetworks.conf(DataType.FLOAT));
  }

  /** Of three sizes in turn. */
  private static List<DataSet> batches() {
    Random random = new Random(2);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      batches.add(DenseNetworks.batch(random, 3 + i % 3, DataType.FLOAT));
    }
    return batches;
  }
}

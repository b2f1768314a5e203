package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** Training does not accumulate memory. */
class MemoryTest {

  private static final int WARM_UP = 1000;
  private static final int STEPS = 5000;
  private static final long MEBIBYTE = 1L << 20;

  @Test
  void heapAndNativeMemoryAreFlatOverManySteps() {
    OracleTraining training = new OracleTraining("mlp_sigmoid_mse", DataType.DOUBLE);
    training.configure(
        new Adam(0.001), HessianTraceRegularization.builder().coefficient(0.001).build());
    HessianTrace trace = HessianTrace.enable(training.graph());
    training.fitEpochs(WARM_UP);
    long heap = usedHeap();
    long nativeBytes = Pointer.totalBytes();
    training.fitEpochs(STEPS);
    assertThat(trace.history()).hasSize(WARM_UP + STEPS);
    // The history itself takes about 0.2 MiB.
    assertThat(usedHeap() - heap).isLessThan(4 * MEBIBYTE);
    assertThat(Pointer.totalBytes() - nativeBytes).isLessThan(4 * MEBIBYTE);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}

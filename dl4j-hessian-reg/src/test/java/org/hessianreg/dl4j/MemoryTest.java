package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
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
    long heap = LongStream.generate(MemoryTest::liveBytes).limit(10).min().getAsLong();
    long nativeBytes = Pointer.totalBytes();
    training.fitEpochs(STEPS);
    assertThat(trace.history()).hasSize(WARM_UP + STEPS);
    // The history itself takes about 0.2 MiB.
    assertThat(settlesBelow(heap + 4 * MEBIBYTE)).isTrue();
    assertThat(Pointer.totalBytes() - nativeBytes).isLessThan(4 * MEBIBYTE);
  }

  /** What leaks never settles; what only waits for JavaCPP's deallocator thread does. */
  private static boolean settlesBelow(long limit) {
    return LongStream.generate(MemoryTest::liveBytes).limit(150).anyMatch(live -> live < limit);
  }

  /** The size of the heap's objects after a collection, and time for a deallocator to work. */
  private static long liveBytes() {
    System.gc();
    LockSupport.parkNanos(100_000_000L);
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Training does not accumulate memory. */
@Tag("slow")
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
    check(training::fitEpochs);
    assertThat(trace.history()).hasSize(WARM_UP + STEPS);
  }

  static Stream<Model> networks() {
    return Stream.of(
        DenseNetworks.layers(DenseNetworks.conf(DataType.FLOAT).updater(new Adam(0.001))),
        DenseNetworks.graph(DenseNetworks.conf(DataType.FLOAT).updater(new Adam(0.001))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void memoryIsFlatOverManyStepsOfANetwork(Model net) {
    List<DataSet> batches = DenseNetworks.batches(10, DataType.FLOAT);
    HessianTrace trace =
        DenseNetworks.enable(net, HessianTraceRegularization.builder().coefficient(0.001).build());
    check(
        steps -> {
          for (int i = 0; i < steps; i++) {
            DenseNetworks.fit(net, batches.get(i % batches.size()));
          }
        });
    assertThat(trace.history()).hasSize(WARM_UP + STEPS);
  }

  private static void check(IntConsumer fit) {
    fit.accept(WARM_UP);
    long heap = LongStream.generate(MemoryTest::liveBytes).limit(10).min().getAsLong();
    long nativeBytes = Pointer.totalBytes();
    long deviceBytes = deviceBytes();
    fit.accept(STEPS);
    // The history itself takes about 0.2 MiB.
    assertThat(settlesBelow(heap + 4 * MEBIBYTE)).isTrue();
    assertThat(Pointer.totalBytes() - nativeBytes).isLessThan(4 * MEBIBYTE);
    assertThat(deviceBytes() - deviceBytes).isLessThan(16 * MEBIBYTE);
  }

  /** Memory that is in use on the GPU, by whomsoever; zero without one. */
  private static long deviceBytes() {
    Object devices =
        Nd4j.getExecutioner()
            .getEnvironmentInformation()
            .get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY);
    if (devices == null) {
      return 0;
    }
    int current = Nd4j.getAffinityManager().getDeviceForCurrentThread();
    Map<?, ?> device = (Map<?, ?>) ((List<?>) devices).get(current);
    return ((Number) device.get(Nd4jEnvironment.CUDA_TOTAL_MEMORY_KEY)).longValue()
        - ((Number) device.get(Nd4jEnvironment.CUDA_FREE_MEMORY_KEY)).longValue();
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

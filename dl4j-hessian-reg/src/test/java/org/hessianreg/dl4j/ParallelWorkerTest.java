package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelWorkerTest {

  @ParameterizedTest
  @CsvSource({
    "ParallelWrapper training thread 0, 0",
    "ParallelWrapper training thread 12, 12",
    "ParallelWrapper training thread, 0",
    "main, 0",
    "pool-2-thread-7, 0"
  })
  void theThreadTellsTheWorker(String thread, int worker) {
    assertThat(ParallelWorker.of(thread)).isEqualTo(worker);
  }
}

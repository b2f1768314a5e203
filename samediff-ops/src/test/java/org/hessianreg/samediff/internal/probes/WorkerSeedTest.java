package org.hessianreg.samediff.internal.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;

class WorkerSeedTest {

  @Test
  void oneWorkerDrawsWhatTrainingWithoutWorkersDraws() {
    assertThat(WorkerSeed.of(42, 0)).isEqualTo(42);
  }

  @Test
  void theSeedsOfWorkersDiffer() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 100; seed++) {
      for (int worker = 0; worker < 1000; worker++) {
        seeds.add(WorkerSeed.of(seed, worker));
      }
    }
    assertThat(seeds).hasSize(100 * 1000);
  }

  /** Values that saved runs depend on: resumed with another version, they draw the same probes. */
  @Test
  void theSeedsStayWhatTheyAre() {
    assertThat(WorkerSeed.of(42, 1)).isEqualTo(-3517995536874115192L);
    assertThat(WorkerSeed.of(42, 2)).isEqualTo(4526905988428633892L);
    assertThat(WorkerSeed.of(-1, 1)).isEqualTo(-774331562730510484L);
  }

  @Test
  void aNegativeNumberIsRefused() {
    assertThatThrownBy(() -> WorkerSeed.of(42, -1))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("Worker is -1, expected at least 0.");
  }
}

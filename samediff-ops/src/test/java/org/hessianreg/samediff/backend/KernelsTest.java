package org.hessianreg.samediff.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {

  /** NVIDIA: machine code for 8.6 runs on 8.9 (Ada), but none for 8.x runs on 9.0 (Hopper). */
  @ParameterizedTest
  @CsvSource({
    "3, 0, false",
    "3, 5, false",
    "3, 7, true",
    "5, 0, true",
    "5, 3, true",
    "6, 2, true",
    "7, 0, true",
    "7, 5, true",
    "8, 0, true",
    "8, 6, true",
    "8, 9, true",
    "9, 0, false",
    "10, 0, false",
    "12, 0, false",
  })
  void runOnDevicesOfTheGenerationsTheyAreCompiledFor(int major, int minor, boolean run) {
    assertThat(Kernels.runOn(new Capability(major, minor))).isEqualTo(run);
  }

  @Test
  void saysWhatTheDeviceHasAndWhatTheKernelsNeed() {
    Kernels.require(new Capability(8, 0));
    assertThatThrownBy(() -> Kernels.require(new Capability(9, 0)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("9.0", "3.7 to 8.6", "Fix:", "CUDA_VISIBLE_DEVICES");
  }
}

package org.hessianreg.samediff.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J uses the GPUs that CUDA_VISIBLE_DEVICES names, and the line names no others. */
class VisibleDevicesTest {

  private static final String VARIABLE = "CUDA_VISIBLE_DEVICES";

  @Test
  @EnabledIfEnvironmentVariable(named = VARIABLE, matches = "[0-9]+(,[0-9]+)*")
  void hiddenGpusAreNotUsed() {
    assumeThat(Nd4j.getEnvironment().isCPU()).isFalse();
    int visible = System.getenv(VARIABLE).split(",").length;
    assertThat(Nd4j.getAffinityManager().getNumberOfDevices()).isEqualTo(visible);
    assertThat(BackendCheck.describe()).contains(" of " + visible + ",");
  }
}

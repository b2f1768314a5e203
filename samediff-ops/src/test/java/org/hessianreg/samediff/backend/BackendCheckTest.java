package org.hessianreg.samediff.backend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class BackendCheckTest {

  @Test
  void describesTheBackendOfTheTestsInOneLine() {
    String start = Nd4j.getEnvironment().isCPU() ? "Backend CPU: " : "Backend CUDA: device ";

    assertThat(BackendCheck.describe().lines()).singleElement().asString().startsWith(start);
  }
}

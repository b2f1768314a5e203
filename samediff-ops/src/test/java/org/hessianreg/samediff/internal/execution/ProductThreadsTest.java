package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** On a GPU's backend the number stands for something else and must not be touched. */
class ProductThreadsTest {

  private static final int ALL = 3;

  private final NativeOps library = NativeOpsHolder.getInstance().getDeviceNativeOps();
  private int before;

  @BeforeEach
  void remember() {
    assumeTrue(Nd4j.getEnvironment().isCPU());
    before = library.ompGetMaxThreads();
    library.setOmpNumThreads(ALL);
  }

  @AfterEach
  void restore() {
    library.setOmpNumThreads(before);
  }

  @Test
  void smallProductsRunOnOneThreadAndLargeOnesOnAll() {
    try (ProductThreads threads = ProductThreads.borrow()) {
      threads.use(true);
      assertThat(library.ompGetMaxThreads()).isEqualTo(1);
      threads.use(false);
      assertThat(library.ompGetMaxThreads()).isEqualTo(ALL);
      threads.use(true);
    }
    assertThat(library.ompGetMaxThreads()).isEqualTo(ALL);
  }

  @Test
  void anotherJavaThreadKeepsItsNumber() throws InterruptedException {
    Thread other = new Thread(() -> ProductThreads.borrow().use(true));
    other.start();
    other.join();
    assertThat(library.ompGetMaxThreads()).isEqualTo(ALL);
  }
}

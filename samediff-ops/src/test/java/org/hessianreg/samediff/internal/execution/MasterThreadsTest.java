package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;

class MasterThreadsTest {

  private static final int ALL = 2;

  private final Environment environment = Nd4j.getEnvironment();
  private int before;

  @BeforeEach
  void remember() {
    before = environment.maxMasterThreads();
    environment.setMaxMasterThreads(ALL);
  }

  @AfterEach
  void restore() {
    environment.setMaxMasterThreads(before);
  }

  @Test
  void smallOpsRunOnOneThreadAndLargeOnesOnAll() {
    try (MasterThreads threads = MasterThreads.borrow()) {
      threads.use(true);
      assertThat(environment.maxMasterThreads()).isEqualTo(1);
      threads.use(false);
      assertThat(environment.maxMasterThreads()).isEqualTo(ALL);
      threads.use(true);
    }
    assertThat(environment.maxMasterThreads()).isEqualTo(ALL);
  }

  @Test
  void theLastOfSeveralBorrowersRestores() {
    MasterThreads first = MasterThreads.borrow();
    first.use(true);
    MasterThreads second = MasterThreads.borrow();
    second.use(true);
    first.close();
    second.use(false);
    assertThat(environment.maxMasterThreads()).isEqualTo(ALL);
    second.use(true);
    second.close();
    assertThat(environment.maxMasterThreads()).isEqualTo(ALL);
  }
}

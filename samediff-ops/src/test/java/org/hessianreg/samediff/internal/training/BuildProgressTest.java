package org.hessianreg.samediff.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A building that takes long is reported. */
class BuildProgressTest {

  private final List<String> reports = new ArrayList<>();
  private long now = 1000;
  private final BuildProgress progress = new BuildProgress(() -> now, reports::add);

  @Test
  void whatIsQuickIsNotReported() {
    now += 2500;
    progress.done("a");
    assertThat(reports).isEmpty();
  }

  @Test
  void whatTakesLongIs() {
    now += 3500;
    progress.done("a is written");
    now += 1000;
    progress.done("b is written");
    assertThat(reports).hasSize(2);
    assertThat(reports.get(1)).contains("b is written, after 4.5 s");
  }
}

package org.hessianreg.examples.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

  /** With t = 2.776445 for 4 degrees of freedom (any table of Student's t). */
  @Test
  void theIntervalIsStudents() {
    Sample sample = Sample.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0));
    assertThat(sample.mean()).isEqualTo(3);
    assertThat(sample.deviation()).isCloseTo(Math.sqrt(2.5), within(1e-12));
    assertThat(sample.halfWidth()).isCloseTo(2.776445 * Math.sqrt(2.5 / 5), within(1e-5));
  }

  @Test
  void aSingleValueHasNoInterval() {
    Sample sample = Sample.of(List.of(4.0));
    assertThat(sample.mean()).isEqualTo(4);
    assertThat(sample.deviation()).isNaN();
    assertThat(sample.halfWidth()).isNaN();
    assertThat(sample.isAbove(Sample.of(List.of(1.0)))).isFalse();
  }

  @Test
  void isAboveOnlyIfTheIntervalsDoNotOverlap() {
    Sample low = Sample.of(List.of(1.0, 1.1, 1.2));
    Sample high = Sample.of(List.of(2.0, 2.1, 2.2));
    Sample wide = Sample.of(List.of(1.0, 2.0, 3.0));
    assertThat(high.isAbove(low)).isTrue();
    assertThat(low.isAbove(high)).isFalse();
    assertThat(wide.isAbove(low)).isFalse();
    assertThat(high.isAbove(wide)).isFalse();
  }
}

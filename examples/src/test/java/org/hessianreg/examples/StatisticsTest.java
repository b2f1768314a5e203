package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void computesMeanAndSampleStandardDeviation() {
    List<Double> values = List.of(1.0, 3.0, 5.0);

    assertThat(Statistics.mean(values)).isEqualTo(3.0);
    assertThat(Statistics.standardDeviation(values)).isEqualTo(2.0);
  }

  @Test
  void hasNoDeviationOfASingleValue() {
    assertThat(Statistics.standardDeviation(List.of(1.0))).isNaN();
  }

  @Test
  void computesTheMedianOfOddAndEvenNumbers() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    assertThat(Statistics.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3.0);
    assertThat(Statistics.median(List.of())).isNaN();
  }
}

package org.hessianreg.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** Quotients of {@code exp(3t)} and of polynomials, which they are exact for. */
class DifferencesTest {

  private static double exponential(double t) {
    return Math.exp(3 * t);
  }

  /** With derivatives 2 and 6 at 0, and of degree 4. */
  private static double polynomial(double t) {
    return 1 + 2 * t + 3 * t * t - 5 * t * t * t + 7 * t * t * t * t;
  }

  @Test
  void firstDerivatives() {
    assertThat(Differences.first(DifferencesTest::polynomial, 0.5)).isCloseTo(2, within(1e-12));
    assertThat(Differences.first(DifferencesTest::exponential, 1e-3)).isCloseTo(3, within(1e-9));
  }

  @Test
  void secondDerivatives() {
    assertThat(Differences.second(DifferencesTest::polynomial, 0.5)).isCloseTo(6, within(1e-12));
    assertThat(Differences.second(DifferencesTest::exponential, 1e-3)).isCloseTo(9, within(1e-8));
  }

  @Test
  void twoPointsAreOfSecondOrder() {
    double coarse = Differences.firstOfTwoPoints(DifferencesTest::exponential, 1e-2) - 3;
    double fine = Differences.firstOfTwoPoints(DifferencesTest::exponential, 5e-3) - 3;
    assertThat(coarse / fine).isCloseTo(4, within(1e-2));
  }

  @Test
  void ofArrays() {
    assertThat(
            Differences.firstOfArrays(
                t -> Nd4j.createFromArray(polynomial(t), polynomial(2 * t)), 0.5))
        .satisfies(d -> assertThat(d.distance2(Nd4j.createFromArray(2.0, 4.0))).isLessThan(1e-10));
    assertThat(
            Differences.secondOfArrays(
                t -> Nd4j.createFromArray(polynomial(t), polynomial(2 * t)), 0.5))
        .satisfies(d -> assertThat(d.distance2(Nd4j.createFromArray(6.0, 24.0))).isLessThan(1e-9));
  }
}

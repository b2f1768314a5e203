package org.hessianreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void aSpreadHasMedianAndEnds() {
    Spread spread = Spread.of(List.of(4.0, 1.0, 2.0, 10.0));

    assertThat(spread.median()).isEqualTo(3.0);
    assertThat(spread.least()).isEqualTo(1.0);
    assertThat(spread.most()).isEqualTo(10.0);
    assertThat(spread.dividedBy(2.0).most()).isEqualTo(5.0);
  }

  @Test
  void noValuesHaveNoSpread() {
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRoundComparesMeansAndMedians() {
    Round round = new Round(new Slice(List.of(2.0, 2.0, 2.0)), new Slice(List.of(2.0, 2.0, 8.0)));

    assertThat(round.ratio()).isEqualTo(2.0, EXACT);
    assertThat(round.medianRatio()).isEqualTo(1.0, EXACT);
  }

  @Test
  void aSliceIsLongEnoughForItsMean() {
    assertThat(SliceLength.any().steps(70.0)).isEqualTo(10);
    assertThat(SliceLength.any().steps(5000.0)).isEqualTo(1);
    assertThat(SliceLength.drawn().steps(5000.0)).isEqualTo(8);
    assertThat(SliceLength.cycles(10).steps(5000.0)).isEqualTo(10);
    assertThat(SliceLength.cycles(10).steps(50.0)).isEqualTo(20);
  }

  @Test
  void aLineFitsPointsOnALine() {
    LineFit fit = LineFit.of(List.of(0.0, 1.0, 5.0), x -> x, x -> 3.0 - 2.0 * x);

    assertThat(fit.intercept()).isEqualTo(3.0, EXACT);
    assertThat(fit.slope()).isEqualTo(-2.0, EXACT);
    assertThat(fit.rSquared()).isEqualTo(1.0, EXACT);
    assertThat(fit.at(10.0)).isEqualTo(-17.0, EXACT);
    assertThat(fit.format("ms", "ops")).isEqualTo("ms = 3.000 + -2.0000 · ops (R² = 1.0000)");
  }

  @Test
  void momentsOfVectors() {
    VectorMoments moments = new VectorMoments(2);
    float[] offset = {10.0f, 0.0f};
    moments.add(new float[] {11.0f, 4.0f}, offset);
    moments.add(new float[] {13.0f, 8.0f}, offset);

    assertThat(moments.count()).isEqualTo(2);
    assertThat(moments.mean()).containsExactly(2.0, 6.0);
    assertThat(moments.totalVariance()).isEqualTo(2.0 + 8.0, EXACT);
  }

  @Test
  void aPooledMeanTrustsTheBetterEstimator() {
    PooledMean mean = new PooledMean(1);
    mean.add(new double[] {1.0}, 1.0, 10);
    mean.add(new double[] {4.0}, 10.0, 50);

    assertThat(mean.at(0)).isEqualTo(2.0, EXACT);
    assertThat(mean.squaredNorm()).isEqualTo(4.0 - 1.0 / 15.0, EXACT);
  }

  /** The squared norm of a mean is too large by the variance of the mean; here five times. */
  @Test
  void aPooledMeanTakesTheNoiseOff() {
    int length = 100_000;
    Random random = new Random(1);
    VectorMoments moments = new VectorMoments(length);
    for (int draw = 0; draw < 5; draw++) {
      float[] vector = new float[length];
      for (int i = 0; i < length; i++) {
        vector[i] = (float) (0.2 + random.nextGaussian());
      }
      moments.add(vector, new float[length]);
    }
    PooledMean mean = new PooledMean(length);
    mean.add(moments.mean(), moments.totalVariance(), moments.count());

    assertThat(moments.totalVariance()).isEqualTo(length, within(0.01 * length));
    assertThat(mean.squaredNorm()).isEqualTo(0.04 * length, within(0.004 * length));
  }
}

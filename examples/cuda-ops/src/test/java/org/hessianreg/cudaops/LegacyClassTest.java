package org.hessianreg.cudaops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyClassTest {

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "mul, PAIRWISE, Multiply",
    "mul_scalar, SCALAR, Multiply",
    "broadcastmul, BROADCAST, Multiply",
    "broadcast_max, BROADCAST, MaxPairwise",
    "scalar_min, SCALAR, MinPairwise",
    "reduce_max, REDUCE, Max",
    "amax, REDUCE, Amax",
    "tanh, TRANSFORM_STRICT, Tanh",
    "first_index, INDEX_REDUCE, FirstIndex",
    "dot, REDUCE3, Dot",
    "equals_with_eps, REDUCE3, EqualsWithEps",
    "cosinedistance, REDUCE3, CosineDistance",
    "var, SUMMARY_STATS, SummaryStatsVariance",
    "dropout_inverted, RANDOM, DropOutInverted",
    "distribution_lognormal, RANDOM, LogNormalDistribution",
    "distribution_bernoulli, RANDOM, BernoulliDistribution"
  })
  void isCalledAsInTheNativeLibrary(String name, LegacyFamily family, String expected) {
    assertThat(LegacyClass.of(name, family)).isEqualTo(expected);
  }
}

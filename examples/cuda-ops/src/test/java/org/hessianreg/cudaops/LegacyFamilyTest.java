package org.hessianreg.cudaops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.reduce3.ManhattanDistance;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.summarystats.StandardDeviation;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.factory.Nd4j;

class LegacyFamilyTest {

  static Stream<Arguments> ops() {
    INDArray x = Nd4j.ones(DataType.DOUBLE, 2, 3);
    return Stream.of(
        Arguments.of(new ScalarAdd(x, 1), false, LegacyFamily.SCALAR),
        Arguments.of(new BroadcastAddOp(x, x, x, 0), true, LegacyFamily.BROADCAST),
        Arguments.of(new Negative(x), false, LegacyFamily.TRANSFORM_SAME),
        Arguments.of(new Tanh(x), false, LegacyFamily.TRANSFORM_STRICT),
        Arguments.of(new Tanh(x), true, LegacyFamily.PAIRWISE),
        Arguments.of(new Sum(x, 0), false, LegacyFamily.REDUCE),
        Arguments.of(new ManhattanDistance(x, x, 0), true, LegacyFamily.REDUCE3),
        Arguments.of(new StandardDeviation(x, true, 0), false, LegacyFamily.SUMMARY_STATS),
        Arguments.of(new BernoulliDistribution(x, 0.5), false, LegacyFamily.RANDOM));
  }

  @ParameterizedTest(name = "{2}: {0}")
  @MethodSource("ops")
  void isTheEnumerationThatNd4jExecutesTheOpBy(Op op, boolean second, LegacyFamily expected) {
    assertThat(LegacyFamily.of(op, second)).isEqualTo(expected);
    assertThat(LegacyFamily.named(expected.toString())).isEqualTo(expected);
  }
}

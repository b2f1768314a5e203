package org.hessianreg.samediff.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The rank that the graph alone shows is the rank of what is computed. */
class RanksTest {

  /** A variable of a graph with a vector, a matrix and a batch of images. */
  @FunctionalInterface
  interface Body {
    SDVariable of(SameDiff sd, SDVariable vector, SDVariable matrix, SDVariable cube);
  }

  static Stream<Arguments> known() {
    return Stream.of(
        is("a parameter", (sd, v, m, c) -> c),
        is("elementwise", (sd, v, m, c) -> sd.math().tanh(v)),
        is("times a number", (sd, v, m, c) -> m.mul(2.0)),
        is("of the first input", (sd, v, m, c) -> sd.nn().biasAdd(m, v, false)),
        is("softmax", (sd, v, m, c) -> sd.nn().softmax(m, 1)),
        is("broadcast", (sd, v, m, c) -> v.add(c)),
        is("broadcast the other way", (sd, v, m, c) -> m.sub(v)),
        is("matrix times matrix", (sd, v, m, c) -> m.mmul(m)),
        is("matrix times vector", (sd, v, m, c) -> m.mmul(v)),
        is("sum of columns", (sd, v, m, c) -> c.sum(1)),
        is("sum of two dimensions", (sd, v, m, c) -> c.sum(0, 2)),
        is("sum over everything", (sd, v, m, c) -> c.sum()),
        is("a vector times a sum over everything", (sd, v, m, c) -> v.mul(c.sum())),
        is("sum that keeps its dimensions", (sd, v, m, c) -> c.sum(true, 0, 2)),
        is("a layer", (sd, v, m, c) -> sd.math().tanh(m.mmul(m).add(v))));
  }

  private static Arguments is(String name, Body body) {
    return Arguments.of(name, body);
  }

  private static SDVariable build(SameDiff sd, Body body) {
    return body.of(
        sd,
        sd.var("vector", Nd4j.ones(DataType.DOUBLE, 3)),
        sd.var("matrix", Nd4j.ones(DataType.DOUBLE, 3, 3)),
        sd.var("cube", Nd4j.ones(DataType.DOUBLE, 2, 3, 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("known")
  void isThatOfTheExecution(String name, Body body) {
    SameDiff sd = SameDiff.create();
    SDVariable x = build(sd, body);
    int executed = sd.output(Map.of(), x.name()).get(x.name()).rank();
    assertThat(Ranks.of(x)).hasValue(executed);
  }

  static Stream<Arguments> unknown() {
    return Stream.of(
        is("a reshape", (sd, v, m, c) -> m.reshape(-1)),
        is("after a reshape", (sd, v, m, c) -> sd.math().tanh(m.reshape(-1)).add(v)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unknown")
  void isNotGuessed(String name, Body body) {
    assertThat(Ranks.of(build(SameDiff.create(), body))).isEmpty();
  }

  @Test
  void aLongPathIsNotFollowed() {
    SDVariable x = SameDiff.create().var("x", Nd4j.ones(DataType.DOUBLE, 3));
    for (int i = 0; i < 6; i++) {
      x = x.mul(2.0);
    }
    assertThat(Ranks.of(x)).isEqualTo(OptionalInt.of(1));
    assertThat(Ranks.of(x.mul(2.0))).isEmpty();
  }
}

package org.hessianreg.samediff.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.hessianreg.samediff.internal.graph.Scalars.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Whether a variable has one element, as far as the graph alone shows. */
class ScalarsTest {

  /** A variable of a graph with a matrix, a vector and numbers of several kinds. */
  @FunctionalInterface
  interface Body {
    SDVariable of(SameDiff sd, SDVariable matrix, SDVariable number);
  }

  static Stream<Arguments> variables() {
    return Stream.of(
        is(Answer.NO, "a parameter that is a matrix", (sd, m, s) -> m),
        is(Answer.YES, "a parameter of one element", (sd, m, s) -> s),
        is(Answer.YES, "a constant number", (sd, m, s) -> sd.constant(2.0)),
        is(Answer.NO, "a batch", (sd, m, s) -> sd.placeHolder("x", DataType.DOUBLE, -1, 1)),
        is(Answer.YES, "a fed number", (sd, m, s) -> sd.placeHolder("x", DataType.DOUBLE)),
        is(Answer.YES, "a sum over everything", (sd, m, s) -> m.sum()),
        is(Answer.YES, "a mean over everything", (sd, m, s) -> sd.math().exp(m).mean()),
        is(Answer.UNKNOWN, "a sum over a dimension", (sd, m, s) -> m.sum(0)),
        is(Answer.YES, "a loss", (sd, m, s) -> loss(sd, m, LossReduce.MEAN_BY_WEIGHT)),
        is(Answer.NO, "a loss of each element", (sd, m, s) -> loss(sd, m, LossReduce.NONE)),
        is(Answer.NO, "an activation", (sd, m, s) -> sd.math().tanh(m)),
        is(Answer.YES, "elementwise of one element", (sd, m, s) -> sd.math().square(s).mul(3.0)),
        is(Answer.NO, "a matrix times a number", (sd, m, s) -> m.mul(s)),
        is(Answer.NO, "a number times a matrix", (sd, m, s) -> s.mul(m)),
        is(Answer.YES, "a sum of sums", (sd, m, s) -> m.sum().add(m.mean())),
        is(Answer.UNKNOWN, "a sum with an unknown", (sd, m, s) -> m.sum().add(m.sum(0))),
        is(Answer.UNKNOWN, "an unknown with a sum", (sd, m, s) -> m.sum(0).add(m.sum())),
        is(Answer.UNKNOWN, "a product of matrices", (sd, m, s) -> m.mmul(m)));
  }

  private static Arguments is(Answer answer, String name, Body body) {
    return Arguments.of(name, answer, body);
  }

  private static SDVariable loss(SameDiff sd, SDVariable predictions, LossReduce reduce) {
    SDVariable labels = sd.constant(Nd4j.zeros(DataType.DOUBLE, 2, 2));
    return sd.loss().meanSquaredError("loss", labels, predictions, null, reduce);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("variables")
  void answer(String name, Answer expected, Body body) {
    SameDiff sd = SameDiff.create();
    SDVariable matrix = sd.var("matrix", Nd4j.ones(DataType.DOUBLE, 2, 2));
    SDVariable number = sd.var("number", Nd4j.ones(DataType.DOUBLE, 1, 1));
    assertThat(Scalars.of(sd, body.of(sd, matrix, number).name())).isEqualTo(expected);
  }
}

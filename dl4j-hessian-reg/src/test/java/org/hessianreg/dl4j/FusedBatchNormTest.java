package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.hessianreg.dl4j.OneOpGraph.graph;
import static org.hessianreg.dl4j.OneOpGraph.op;

import java.util.List;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.custom.FusedBatchNorm;

/**
 * ND4J computes {@code fused_batch_norm} in FLOAT whatever its inputs are, so that differences of
 * it show little. What {@code fit} applies is held against the same graph written by hand.
 */
class FusedBatchNormTest {

  private static final String NAME = "fused";

  static Stream<Arguments> cases() {
    return Stream.of(
        Arguments.of("channels last", sized(body(0, 1, true), 2, 2, 2, 3)),
        Arguments.of("channels second", sized(body(1, 1, true), 3, 3, 2, 1)),
        Arguments.of("given statistics", sized(body(1, 0, false), 3, 3, 2, 1)));
  }

  private static OneOpGraph[] sized(OneOpGraph.Body[] bodies, long... shape) {
    OneOpGraph[] graphs = new OneOpGraph[bodies.length];
    for (int i = 0; i < graphs.length; i++) {
      graphs[i] = graph(NAME, bodies[i]).parameter(shape);
      for (int k = 0; k < 4; k++) {
        graphs[i].parameter(3);
      }
    }
    return graphs;
  }

  /** ND4J's op, and the same by hand. */
  private static OneOpGraph.Body[] body(int format, int training, boolean statistics) {
    OneOpGraph.Body own = (sd, w) -> all(sd, unused(w), statistics, fused(format, training, w));
    OneOpGraph.Body byHand =
        (sd, w) -> all(sd, unused(w), statistics, written(format, training, w));
    return new OneOpGraph.Body[] {own, byHand};
  }

  private static SDVariable unused(SDVariable... w) {
    return w[3].mul(w[4]);
  }

  private static SDVariable[] fused(int format, int training, SDVariable... w) {
    FusedBatchNorm op = new FusedBatchNorm();
    op.addIArgument(format, training);
    op.addDArgument(DataType.DOUBLE);
    return training == 1 ? op(op, w[0], w[1], w[2]) : op(op, w);
  }

  private static SDVariable[] written(int format, int training, SDVariable... w) {
    SameDiff sd = w[0].getSameDiff();
    int[] others = format == 0 ? new int[] {0, 1, 2} : new int[] {0, 2, 3};
    long[] spread = format == 0 ? new long[] {1, 1, 1, -1} : new long[] {1, -1, 1, 1};
    SDVariable mean = training == 1 ? w[0].mean(others) : w[3];
    SDVariable centred = w[0].sub(mean.reshape(spread));
    SDVariable variance = training == 1 ? sd.math().square(centred).mean(others) : w[4];
    SDVariable root = sd.math().sqrt(variance.reshape(spread).add((float) 1e-3));
    SDVariable y = centred.div(root).mul(w[1].reshape(spread)).add(w[2].reshape(spread));
    double count = format == 0 ? 8 : 6;
    return new SDVariable[] {y, mean, variance.mul(count / (count - 1))};
  }

  private static SDVariable all(SameDiff sd, SDVariable more, boolean statistics, SDVariable... y) {
    SDVariable first = sd.concat(0, more, y[0].reshape(-1));
    return statistics ? sd.concat(0, first, y[1], y[2]) : first;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theCopyComputesTheSame(String name, OneOpGraph... graphs) {
    SameDiff sd = graphs[0].build();
    SameDiff copy = Compositions.of(sd, List.of("loss")).copy();
    double loss = sd.output(graphs[0].placeholders(), "loss").get("loss").getDouble(0);
    assertThat(copy.output(graphs[0].placeholders(), "loss").get("loss").getDouble(0))
        .isCloseTo(loss, within(1e-5));
    SameDiff byHand = graphs[1].build();
    assertThat(copy.output(graphs[0].placeholders(), "loss").get("loss").getDouble(0))
        .isCloseTo(
            byHand.output(graphs[0].placeholders(), "loss").get("loss").getDouble(0),
            within(1e-12));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theStepsAreThoseOfTheGraphByHand(String name, OneOpGraph... graphs) {
    for (double coefficient : List.of(0.0, 0.3)) {
      double[] applied = new double[2];
      for (int i = 0; i < 2; i++) {
        SameDiff sd =
            OneOpGraph.configured(
                graphs[i].build(),
                HessianTraceRegularization.builder().coefficient(coefficient).seed(2).build());
        HessianTrace.enable(sd);
        graphs[i].fit(sd);
        applied[i] = graphs[i].applied(sd);
      }
      assertThat(applied[0]).isCloseTo(applied[1], within(1e-9 * (1 + Math.abs(applied[1]))));
    }
  }

  @Test
  void statisticsThatNd4jDoesNotComputeAreRefused() {
    OneOpGraph graph = sized(body(1, 0, true), 3, 3, 2, 1)[0];
    SameDiff sd = graph.penalised();
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("(fused_batch_norm)", "statistics", "Fix: ");
    assertThat(sd.getListeners()).isEmpty();
  }
}

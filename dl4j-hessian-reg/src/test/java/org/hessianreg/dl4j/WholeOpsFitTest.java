package org.hessianreg.dl4j;

import static org.hessianreg.dl4j.OneOpGraph.graph;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDirectionMode;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMLayerConfig;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.LSTMLayerWeights;
import org.nd4j.linalg.api.ops.impl.transforms.custom.DotProductAttention;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** What {@code fit} applies where SameDiff copies and differentiates ops of unusual kinds. */
class WholeOpsFitTest {

  static List<OneOpGraph> graphs() {
    return List.of(
        graph("attention", (sd, w) -> sd.nn().dotProductAttention(w[0], w[1], w[2], null, true))
            .parameter(2, 3, 2)
            .parameter(2, 3, 4)
            .parameter(2, 2, 4),
        graph(
                "attention, masked",
                (sd, w) -> sd.nn().dotProductAttention(w[0], w[1], w[2], mask(sd), true))
            .parameter(2, 3, 2)
            .parameter(2, 3, 4)
            .parameter(2, 2, 4),
        graph(
                "attention and its weights",
                (sd, w) -> {
                  SDVariable[] y =
                      new DotProductAttention(sd, w[0], w[1], w[2], null, true, true)
                          .outputVariables();
                  return y[0].add(y[1].std(true, 1, 2).reshape(-1, 1, 1));
                })
            .parameter(2, 3, 2)
            .parameter(2, 3, 4)
            .parameter(2, 2, 4),
        graph("replaceWhere", (sd, w) -> sd.replaceWhere(w[0], 0.5, Conditions.lessThan(0.8)))
            .parameter(2, 3),
        graph("flatten", (sd, w) -> sd.flatten(w, "f")).parameter(2, 3, 2),
        graph("logEntropy", (sd, w) -> sd.math().logEntropy(w[0].mul(0.7), false, 1))
            .parameter(2, 3),
        graph("lstmLayer", (sd, w) -> lstm(sd, w, LSTMDirectionMode.FWD)[0])
            .parameter(3, 2, 4)
            .parameter(4, 12)
            .parameter(3, 12)
            .parameter(12),
        graph(
                "lstmLayer in both directions, and its last states",
                (sd, w) -> {
                  SDVariable[] y = lstm(sd, w, LSTMDirectionMode.BIDIR_CONCAT);
                  return sd.concat(0, y[0].reshape(-1), y[1].reshape(-1), y[2].reshape(-1));
                })
            .parameter(3, 2, 4)
            .parameter(2, 4, 12)
            .parameter(2, 3, 12)
            .parameter(2, 12),
        graph("gru", (sd, w) -> sd.rnn().gru(w[0], w[1], w[2], w[3], w[4]))
            .parameter(3, 2, 4)
            .parameter(2, 3)
            .parameter(4, 9)
            .parameter(3, 9)
            .parameter(9),
        graph("triu", (sd, w) -> sd.linalg().triu(w[0], 1)).parameter(3, 3));
  }

  private static SDVariable[] lstm(SameDiff sd, SDVariable[] w, LSTMDirectionMode direction) {
    boolean both = direction == LSTMDirectionMode.BIDIR_CONCAT;
    return sd.rnn()
        .lstmLayer(
            w[0],
            null,
            null,
            null,
            LSTMLayerWeights.builder().weights(w[1]).rWeights(w[2]).bias(w[3]).build(),
            LSTMLayerConfig.builder()
                .directionMode(direction)
                .retFullSequence(true)
                .retLastH(both)
                .retLastC(both)
                .build());
  }

  private static SDVariable mask(SameDiff sd) {
    return sd.constant(Nd4j.createFromArray(new double[][] {{1, 1, 0, 1}, {1, 0, 0, 1}}));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("graphs")
  void thePenalisedStepIsRight(OneOpGraph graph) {
    graph.checkPenalisedStep();
  }
}

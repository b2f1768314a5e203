package org.hessianreg.dl4j;

import static org.hessianreg.dl4j.OneOpGraph.graph;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** Graphs with ops that are written with others, because SameDiff trains them wrongly. */
final class CompositionCases {

  private CompositionCases() {}

  static List<OneOpGraph> all() {
    List<OneOpGraph> all = new ArrayList<>();
    all.addAll(normalizations());
    return all;
  }

  static List<OneOpGraph> normalizations() {
    return List.of(
        graph(
                "batchNorm of a matrix",
                (sd, w) -> sd.nn().batchNorm(w[0], w[1], w[2], w[3], w[4], 1e-3, 1))
            .parameter(4, 3)
            .parameter(3)
            .parameter(3)
            .parameter(3)
            .parameter(3),
        graph(
                "batchNorm of an activation of unknown rank",
                (sd, w) ->
                    sd.nn().batchNorm(sd.tile(w[0], 2, 1, 1, 1), w[1], w[2], w[3], w[4], 1e-5, 1))
            .parameter(1, 3, 2, 2)
            .parameter(3)
            .parameter(3)
            .parameter(3)
            .parameter(3),
        graph(
                "batchNorm, channels last",
                (sd, w) -> sd.nn().batchNorm(w[0], w[1], w[2], w[3], w[4], 1e-5, 3))
            .parameter(2, 2, 2, 3)
            .parameter(3)
            .parameter(3)
            .parameter(3)
            .parameter(3),
        graph(
                "batchNorm with the statistics of the minibatch",
                (sd, w) -> {
                  SDVariable x = sd.math().square(w[0]);
                  SDVariable mean = x.mean(0, 2, 3);
                  SDVariable centred = x.sub(mean.reshape(1, -1, 1, 1));
                  SDVariable variance = sd.math().square(centred).mean(0, 2, 3);
                  return sd.nn().batchNorm(x, mean, variance, w[1], w[2], 1e-3, 1);
                })
            .parameter(3, 2, 2, 2)
            .parameter(2)
            .parameter(2),
        graph(
                "batchNorm without scale",
                (sd, w) -> sd.nn().batchNorm(w[0], w[1], w[2], null, w[3], 1e-3, 1))
            .parameter(3, 2, 2)
            .parameter(2)
            .parameter(2)
            .parameter(2),
        graph(
                "batchNorm without scale and shift",
                (sd, w) -> sd.nn().batchNorm(w[0], w[1], w[2], null, null, 1e-3, 1))
            .parameter(3, 2)
            .parameter(2)
            .parameter(2),
        graph(
                "batchNorm along two axes",
                (sd, w) -> sd.nn().batchNorm(w[0], w[1], w[2], w[3], w[4], 1e-3, 1, 2))
            .parameter(3, 2, 3)
            .parameter(1, 2, 3)
            .parameter(1, 2, 3)
            .parameter(1, 2, 3)
            .parameter(1, 2, 3));
  }

  /** All outputs of an op. */
  private static SDVariable all(SameDiff sd, SDVariable... outputs) {
    SDVariable[] vectors = new SDVariable[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      vectors[i] = outputs[i].reshape(-1);
    }
    return sd.concat(0, vectors);
  }

  static SDVariable ints(SameDiff sd, int... values) {
    return sd.constant(Nd4j.createFromArray(values));
  }
}

package org.hessianreg.dl4j;

import static org.hessianreg.dl4j.OneOpGraph.graph;
import static org.hessianreg.dl4j.OneOpGraph.op;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.ImageResizeMethod;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.controlflow.Select;
import org.nd4j.linalg.api.ops.impl.image.ResizeNearestNeighbor;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.LocalResponseNormalizationConfig;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMConfiguration;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.GRUWeights;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.LSTMWeights;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.FModOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Graphs with ops that are written with others, because SameDiff trains them wrongly. */
final class CompositionCases {

  private CompositionCases() {}

  static List<OneOpGraph> all() {
    List<OneOpGraph> all = new ArrayList<>();
    all.addAll(normalizations());
    all.addAll(cells());
    all.addAll(elements());
    all.addAll(neighbours());
    all.addAll(matrices());
    all.addAll(images());
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

  static List<OneOpGraph> cells() {
    return List.of(
        lstm("lstmCell", LSTMConfiguration.builder().forgetBias(0.7).build()),
        lstm("lstmCell with peepholes", LSTMConfiguration.builder().peepHole(true).build()),
        lstm(
            "lstmCell with peepholes and clipped states",
            LSTMConfiguration.builder().peepHole(true).clippingCellValue(0.9).build()),
        graph(
                "the last outputs of two steps of lstmCell",
                (sd, w) -> {
                  LSTMConfiguration configuration = LSTMConfiguration.builder().build();
                  SDVariable[] first =
                      sd.rnn().lstmCell(w[0], w[1], w[2], weights(w), configuration);
                  return sd.rnn()
                      .lstmCell(w[0].mul(2.0), first[1], first[6], weights(w), configuration)[6];
                })
            .parameter(2, 4)
            .parameter(2, 3)
            .parameter(2, 3)
            .parameter(7, 12)
            .parameter(3)
            .parameter(3)
            .parameter(3)
            .parameter(12),
        graph(
                "gruCell",
                (sd, w) ->
                    all(
                        sd,
                        sd.rnn()
                            .gruCell(
                                w[0],
                                w[1],
                                GRUWeights.builder()
                                    .ruWeight(w[2])
                                    .cWeight(w[3])
                                    .ruBias(w[4])
                                    .cBias(w[5])
                                    .build())))
            .parameter(2, 4)
            .parameter(2, 3)
            .parameter(7, 6)
            .parameter(7, 3)
            .parameter(6)
            .parameter(3));
  }

  private static OneOpGraph lstm(String name, LSTMConfiguration configuration) {
    return graph(
            name,
            (sd, w) -> all(sd, sd.rnn().lstmCell(w[0], w[1], w[2], weights(w), configuration)))
        .parameter(2, 4)
        .parameter(2, 3)
        .parameter(2, 3)
        .parameter(7, 12)
        .parameter(3)
        .parameter(3)
        .parameter(3)
        .parameter(12);
  }

  private static LSTMWeights weights(SDVariable... w) {
    return LSTMWeights.builder()
        .weights(w[3])
        .inputPeepholeWeights(w[4])
        .forgetPeepholeWeights(w[5])
        .outputPeepholeWeights(w[6])
        .bias(w[7])
        .build();
  }

  static List<OneOpGraph> elements() {
    return List.of(
        graph("where", (sd, w) -> sd.where(w[0], w[1], w[0].gt(0.8)))
            .parameter(3, 4)
            .parameter(3, 4),
        graph("where of rows", (sd, w) -> sd.where(w[0], w[1], rows(sd)))
            .parameter(3, 4)
            .parameter(3, 4),
        graph("select", (sd, w) -> select(w[0].gt(0.8), w[0], w[1]))
            .parameter(3, 4)
            .parameter(3, 4),
        graph("select of rows", (sd, w) -> select(rows(sd), w[0].mul(2.0), w[1]))
            .parameter(3, 4)
            .parameter(3, 4),
        graph("mod", (sd, w) -> sd.math().mod(far(w[0]).neg(), near(w[1]).neg()))
            .parameter(2, 3)
            .parameter(2, 3),
        graph("floorMod", (sd, w) -> sd.math().floorMod(far(w[0]), near(w[1])))
            .parameter(2, 3)
            .parameter(2, 3),
        graph("floorMod of a row", (sd, w) -> sd.math().floorMod(far(w[0]), near(w[1])))
            .parameter(2, 3)
            .parameter(1, 3),
        graph(
                "replaceWhere with an array",
                (sd, w) -> sd.replaceWhere(w[0], w[1], Conditions.lessThan(0.1)))
            .parameter(2, 3)
            .parameter(2, 3),
        graph(
                "replaceWhere of what is large",
                (sd, w) -> sd.replaceWhere(w[0], w[1], Conditions.absGreaterThan(0.4)))
            .parameter(2, 3)
            .parameter(2, 3),
        graph("fmod", (sd, w) -> new FModOp(sd, far(w[0]), near(w[1])).outputVariable())
            .parameter(2, 3)
            .parameter(2, 3),
        graph("cross", (sd, w) -> sd.math().cross(w[0], w[1])).parameter(4, 3).parameter(4, 3),
        graph("cross of vectors", (sd, w) -> sd.linalg().cross(w[0].mul(2.0), w[1]))
            .parameter(3)
            .parameter(3));
  }

  /** Between −10 and −9.8, so that the quotient with what is near 2 is far from a whole number. */
  private static SDVariable far(SDVariable x) {
    return x.mul(0.1).sub(10.0);
  }

  private static SDVariable near(SDVariable x) {
    return x.mul(0.1).add(2.0);
  }

  private static SDVariable rows(SameDiff sd) {
    return sd.constant(Nd4j.createFromArray(true, false, true));
  }

  private static SDVariable select(SDVariable... inputs) {
    return op(new Select(), inputs)[0];
  }

  static List<OneOpGraph> neighbours() {
    return List.of(
        graph("cumprod", (sd, w) -> sd.cumprod(w[0].sub(0.8), 1)).parameter(2, 4),
        graph("cumprod, exclusive", (sd, w) -> sd.cumprod(w[0], true, false, 0)).parameter(3, 2, 2),
        graph("cumprod, reverse", (sd, w) -> sd.cumprod(w[0], false, true, -2)).parameter(2, 3, 2),
        graph("cumprod, exclusive and reverse", (sd, w) -> sd.cumprod(w[0], true, true, 2))
            .parameter(2, 2, 3),
        graph("cumprod of a vector", (sd, w) -> sd.cumprod(w[0], 0)).parameter(4),
        graph("localResponseNormalization", (sd, w) -> normalized(sd, w[0], 1))
            .parameter(2, 2, 2, 4),
        graph("localResponseNormalization, wide", (sd, w) -> normalized(sd, w[0].mul(2.0), 5))
            .parameter(1, 2, 1, 3));
  }

  private static SDVariable normalized(SameDiff sd, SDVariable x, int depth) {
    return sd.cnn()
        .localResponseNormalization(
            x,
            LocalResponseNormalizationConfig.builder()
                .alpha(0.3)
                .beta(0.7)
                .bias(1.5)
                .depth(depth)
                .build());
  }

  static List<OneOpGraph> matrices() {
    return List.of(
        graph("inverse", (sd, w) -> sd.math().matrixInverse(regular(w[0]))).parameter(3, 3),
        graph("inverses", (sd, w) -> sd.linalg().matrixInverse(regular(w[0]))).parameter(2, 3, 3),
        graph("determinant", (sd, w) -> sd.math().matrixDeterminant(w[0])).parameter(3, 3),
        graph("determinants", (sd, w) -> sd.math().matrixDeterminant(regular(w[0])))
            .parameter(2, 4, 4),
        graph("logdet", (sd, w) -> sd.linalg().logdet(symmetric(w[0]))).parameter(3, 3),
        graph("logdet of several", (sd, w) -> sd.linalg().logdet(symmetric(w[0])))
            .parameter(2, 3, 3),
        graph("cholesky", (sd, w) -> sd.linalg().cholesky(symmetric(w[0]))).parameter(4, 4),
        graph("cholesky of several", (sd, w) -> sd.linalg().cholesky(symmetric(w[0])))
            .parameter(2, 3, 3),
        graph("solve", (sd, w) -> sd.linalg().solve(regular(w[0]), w[1]))
            .parameter(3, 3)
            .parameter(3, 2),
        graph("solve with the adjoint", (sd, w) -> sd.linalg().solve(regular(w[0]), w[1], true))
            .parameter(3, 3)
            .parameter(3, 2),
        graph("solve of several", (sd, w) -> sd.linalg().solve(regular(w[0]), w[1]))
            .parameter(2, 3, 3)
            .parameter(2, 3, 1),
        triangular(true, false),
        triangular(true, true),
        triangular(false, false),
        triangular(false, true));
  }

  private static OneOpGraph triangular(boolean lower, boolean adjoint) {
    return graph(
            String.format("triangularSolve, lower %s, adjoint %s", lower, adjoint),
            (sd, w) -> sd.linalg().triangularSolve(regular(w[0]), w[1], lower, adjoint))
        .parameter(3, 3)
        .parameter(3, 2);
  }

  private static SDVariable regular(SDVariable x) {
    return x.mul(0.3).add(identity(x));
  }

  private static SDVariable symmetric(SDVariable x) {
    return x.getSameDiff().mmul(x, x, false, true, false).mul(0.2).add(identity(x));
  }

  private static SDVariable identity(SDVariable x) {
    long[] shape = x.getShape();
    return x.getSameDiff().constant(Nd4j.eye(shape[shape.length - 1]).castTo(DataType.DOUBLE));
  }

  static List<OneOpGraph> images() {
    return List.of(
        bilinear(5, 3, false, false),
        bilinear(5, 7, true, false),
        bilinear(3, 2, false, true),
        bilinear(1, 1, true, false),
        bilinear(7, 9, false, true),
        graph(
                "resizeNearestNeighbor",
                (sd, w) -> op(new ResizeNearestNeighbor(), w[0].mul(1.5), ints(sd, 5, 3))[0])
            .parameter(2, 3, 4, 2),
        graph(
                "imageResize",
                (sd, w) ->
                    sd.image()
                        .imageResize(
                            w[0].mul(1.5), ints(sd, 2, 7), ImageResizeMethod.ResizeNearest))
            .parameter(2, 3, 4, 2));
  }

  private static OneOpGraph bilinear(int height, int width, boolean corners, boolean halves) {
    return graph(
            String.format("resizeBiLinear %d %d %s %s", height, width, corners, halves),
            (sd, w) -> sd.image().resizeBiLinear(w[0].mul(1.5), height, width, corners, halves))
        .parameter(2, 3, 4, 2);
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

package org.hessianreg.samediff.taylor;

import static org.hessianreg.samediff.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Loss ops: predictions are [4, 3]; every reduction with several kinds of weights. */
final class LossCases {

  private static final INDArray ONE_HOT =
      Nd4j.createFromArray(new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {0, 1, 0}});
  private static final INDArray BINARY =
      Nd4j.createFromArray(new double[][] {{0, 1, 1}, {1, 0, 0}, {1, 0, 1}, {0, 1, 0}});
  private static final INDArray REAL =
      Nd4j.createFromArray(
          new double[][] {{0.1, 1.2, -0.7}, {0.4, 0.6, 0.9}, {-0.2, 0.3, 1.1}, {0.8, 1.3, 0.2}});

  private static final INDArray BY_ELEMENT =
      Nd4j.createFromArray(new double[][] {{0.5, 0, 2}, {1, 1.5, 0}, {0, 0, 0}, {0.3, 1, 1}});
  private static final INDArray BY_ROW =
      Nd4j.createFromArray(new double[][] {{0.5}, {0}, {2}, {1}});

  private LossCases() {}

  /** A method of {@code sd.loss()}. */
  private interface Loss {
    SDVariable of(
        SameDiff sd,
        SDVariable labels,
        SDVariable predictions,
        SDVariable weights,
        LossReduce mode);
  }

  private static final Loss SQUARED =
      (sd, t, p, w, mode) -> sd.loss().meanSquaredError(t, p, w, mode);
  private static final Loss ABSOLUTE =
      (sd, t, p, w, mode) -> sd.loss().absoluteDifference(t, p, w, mode);
  private static final Loss HUBER = (sd, t, p, w, mode) -> sd.loss().huberLoss(t, p, w, mode, 0.83);
  private static final Loss HINGE = (sd, t, p, w, mode) -> sd.loss().hingeLoss(t, p, w, mode);
  private static final Loss LOG =
      (sd, t, p, w, mode) -> sd.loss().logLoss(t, sd.nn().sigmoid(p), w, mode, 1e-3);
  private static final Loss COSINE =
      (sd, t, p, w, mode) -> sd.loss().cosineDistance(t, p, w, mode, 1);
  private static final Loss PAIRWISE =
      (sd, t, p, w, mode) -> sd.loss().meanPairwiseSquaredError(t, p, w, mode);

  private static Loss softmax(double smoothing) {
    return (sd, t, p, w, mode) -> sd.loss().softmaxCrossEntropy(t, p, w, mode, smoothing);
  }

  private static Loss sigmoid(double smoothing) {
    return (sd, t, p, w, mode) -> sd.loss().sigmoidCrossEntropy(t, p, w, mode, smoothing);
  }

  private static Loss poisson(boolean full) {
    return (sd, t, p, w, mode) -> sd.loss().logPoisson(t, p, w, mode, full);
  }

  static List<RuleCase> all() {
    List<RuleCase> all = new ArrayList<>();
    all.addAll(reductions("softmax cross entropy", ONE_HOT, softmax(0.0)));
    all.addAll(reductions("softmax cross entropy, smoothed", ONE_HOT, softmax(0.2)));
    all.addAll(elementwise("sigmoid cross entropy", BINARY, sigmoid(0.0)));
    all.addAll(reductions("sigmoid cross entropy, smoothed", BINARY, sigmoid(0.2)));
    all.addAll(elementwise("mean squared error", REAL, SQUARED));
    all.addAll(elementwise("absolute difference", REAL, ABSOLUTE));
    all.addAll(elementwise("huber", REAL, HUBER));
    all.addAll(elementwise("hinge", BINARY, HINGE));
    all.addAll(elementwise("log loss", BINARY, LOG));
    all.addAll(elementwise("log poisson", BINARY, poisson(false)));
    all.addAll(reductions("log poisson, full", BINARY.add(0.5), poisson(true)));
    all.addAll(reductions("cosine distance", REAL, COSINE, BY_ROW));
    all.addAll(reductions("mean pairwise squared error", REAL, PAIRWISE, BY_ROW));
    for (LossReduce mode : LossReduce.values()) {
      all.add(moving("softmax cross entropy", softmax(0.0), mode));
      all.add(moving("softmax cross entropy, smoothed", softmax(0.2), mode));
      all.add(moving("sigmoid cross entropy", sigmoid(0.0), mode));
      all.add(moving("sigmoid cross entropy, smoothed", sigmoid(0.2), mode));
      all.add(moving("mean squared error", SQUARED, mode));
      all.add(moving("absolute difference", ABSOLUTE, mode));
      all.add(moving("huber", HUBER, mode));
      all.add(moving("hinge", HINGE, mode));
      all.add(moving("log loss", LOG, mode));
      all.add(moving("log poisson", poisson(false), mode));
      all.add(moving("cosine distance", COSINE, mode));
      all.add(moving("mean pairwise squared error", PAIRWISE, mode));
    }
    all.addAll(others());
    return all;
  }

  private static List<RuleCase> elementwise(String name, INDArray labels, Loss loss) {
    return reductions(name, labels, loss, BY_ELEMENT, BY_ROW);
  }

  private static List<RuleCase> reductions(
      String name, INDArray labels, Loss loss, INDArray... weights) {
    List<RuleCase> rows = new ArrayList<>();
    for (LossReduce mode : LossReduce.values()) {
      String title = name + ", " + mode;
      rows.add(row(title, labels, loss, mode, null));
      rows.add(row(title + ", scalar weight", labels, loss, mode, Nd4j.scalar(0.7)));
      for (INDArray w : weights) {
        String shape = Arrays.toString(w.shape());
        rows.add(row(title + ", weights " + shape, labels, loss, mode, w));
        rows.add(row(title + ", zero weights " + shape, labels, loss, mode, w.mul(0)));
      }
    }
    return rows;
  }

  private static RuleCase moving(String name, Loss loss, LossReduce mode) {
    return rule(
            name + ", " + mode + ", labels move", (sd, in) -> loss.of(sd, in[1], in[0], null, mode))
        .input(4, 3)
        .input(4, 3)
        .wrongInSameDiff();
  }

  private static RuleCase row(
      String name, INDArray labels, Loss loss, LossReduce mode, INDArray weights) {
    return rule(
            name,
            (sd, in) ->
                loss.of(
                    sd,
                    constant(in[0], labels),
                    in[0],
                    weights == null ? null : constant(in[0], weights),
                    mode))
        .input(4, 3)
        .wrongInSameDiff();
  }

  private static List<RuleCase> others() {
    return List.of(
        rule("l2", (sd, in) -> sd.loss().l2Loss(in[0])).input(4, 3).wrongInSameDiff(),
        rule(
                "softmax cross entropy, weights [4, 1]",
                (sd, in) ->
                    softmax(0.0)
                        .of(
                            sd,
                            constant(in[0], ONE_HOT),
                            in[0],
                            constant(in[0], BY_ROW),
                            LossReduce.NONE))
            .input(4, 3)
            .notTrainableInSameDiff(),
        rule(
                "softmax cross entropy, weights [4]",
                (sd, in) ->
                    softmax(0.0)
                        .of(
                            sd,
                            constant(in[0], ONE_HOT),
                            in[0],
                            constant(in[0], BY_ROW.reshape(4)),
                            LossReduce.MEAN_BY_NONZERO_WEIGHT_COUNT))
            .input(4, 3)
            .wrongInSameDiff(),
        rule(
                "softmax cross entropy, zero weights [4]",
                (sd, in) ->
                    softmax(0.0)
                        .of(
                            sd,
                            constant(in[0], ONE_HOT),
                            in[0],
                            constant(in[0], BY_ROW.reshape(4).mul(0)),
                            LossReduce.MEAN_BY_WEIGHT))
            .input(4, 3)
            .wrongInSameDiff(),
        rule("softmax cross entropy of sequences", (sd, in) -> sequences(sd, in[0], in[1], null))
            .input(2, 2, 3)
            .input(2, 2, 3)
            .wrongInSameDiff(),
        rule(
                "softmax cross entropy of sequences, weights",
                (sd, in) ->
                    sequences(
                        sd,
                        in[0],
                        in[1],
                        constant(in[0], Nd4j.createFromArray(new double[][] {{1, 2}, {0.5, 0}}))))
            .input(2, 2, 3)
            .input(2, 2, 3)
            .wrongInSameDiff(),
        rule(
                "sparse softmax cross entropy",
                (sd, in) -> sd.loss().sparseSoftmaxCrossEntropy(in[0], sd.getVariable("t")))
            .input(4, 3)
            .placeholder("t", Nd4j.createFromArray(2, 0, 1, 1))
            .wrongInSameDiff(),
        rule(
                "sparse softmax cross entropy, rank 3",
                (sd, in) -> sd.loss().sparseSoftmaxCrossEntropy(in[0], sd.getVariable("t")))
            .input(2, 2, 3)
            .placeholder("t", Nd4j.createFromArray(new long[][] {{2, 0}, {1, 1}}))
            .wrongInSameDiff());
  }

  private static SDVariable sequences(SameDiff sd, SDVariable p, SDVariable t, SDVariable weights) {
    return sd.loss().softmaxCrossEntropy(t, p, weights, LossReduce.NONE, 0.1);
  }

  private static SDVariable constant(SDVariable like, INDArray values) {
    return like.getSameDiff().constant(values.castTo(like.dataType()));
  }
}

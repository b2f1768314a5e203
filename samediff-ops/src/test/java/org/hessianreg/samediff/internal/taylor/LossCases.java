package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
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
    for (LossReduce mode : LossReduce.values()) {
      all.addAll(weighted("mean squared error", mode, REAL, SQUARED, BY_ELEMENT));
      all.addAll(weighted("mean pairwise squared error", mode, REAL, PAIRWISE, BY_ROW));
      all.add(row("softmax cross entropy, " + mode, ONE_HOT, softmax(0.0), mode, null));
      all.add(row("huber, " + mode, REAL, HUBER, mode, BY_ELEMENT));
      all.add(row("cosine distance, " + mode, REAL, COSINE, mode, BY_ROW));
    }
    all.add(row("mean squared error, broadcast", REAL, SQUARED, LossReduce.MEAN_BY_WEIGHT, BY_ROW));
    LossReduce mean = LossReduce.MEAN_BY_NONZERO_WEIGHT_COUNT;
    all.add(row("softmax cross entropy, smoothed", ONE_HOT, softmax(0.2), mean, null));
    all.add(row("sigmoid cross entropy", BINARY, sigmoid(0.0), mean, BY_ELEMENT));
    all.add(row("sigmoid cross entropy, smoothed", BINARY, sigmoid(0.2), mean, BY_ROW));
    all.add(row("absolute difference", REAL, ABSOLUTE, mean, BY_ELEMENT));
    all.add(row("hinge", BINARY, HINGE, mean, BY_ELEMENT));
    all.add(row("log loss", BINARY, LOG, mean, BY_ELEMENT));
    all.add(row("log poisson", BINARY, poisson(false), mean, BY_ELEMENT));
    all.add(row("log poisson, full", BINARY.add(0.5), poisson(true), mean, null));
    all.addAll(labelsMove());
    all.addAll(others());
    return all;
  }

  private static List<RuleCase> weighted(
      String name, LossReduce mode, INDArray labels, Loss loss, INDArray weights) {
    String title = name + ", " + mode;
    return List.of(
        row(title, labels, loss, mode, null),
        row(title + ", a number as weight", labels, loss, mode, Nd4j.scalar(0.7)),
        row(title + ", weights", labels, loss, mode, weights),
        row(title + ", zero weights", labels, loss, mode, weights.mul(0)));
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
        .fixedBatch()
        .wrongInSameDiff();
  }

  private static List<RuleCase> labelsMove() {
    Map<String, Loss> losses = new LinkedHashMap<>();
    losses.put("softmax cross entropy", softmax(0.0));
    losses.put("softmax cross entropy, smoothed", softmax(0.2));
    losses.put("sigmoid cross entropy", sigmoid(0.0));
    losses.put("sigmoid cross entropy, smoothed", sigmoid(0.2));
    losses.put("mean squared error", SQUARED);
    losses.put("absolute difference", ABSOLUTE);
    losses.put("huber", HUBER);
    losses.put("hinge", HINGE);
    losses.put("log loss", LOG);
    losses.put("log poisson", poisson(false));
    losses.put("cosine distance", COSINE);
    losses.put("mean pairwise squared error", PAIRWISE);
    List<RuleCase> rows = new ArrayList<>();
    losses.forEach(
        (name, loss) ->
            rows.add(
                rule(
                        name + ", labels move",
                        (sd, in) -> loss.of(sd, in[1], in[0], null, LossReduce.NONE))
                    .input(4, 3)
                    .input(4, 3)
                    .wrongInSameDiff()));
    return rows;
  }

  private static List<RuleCase> others() {
    return List.of(
        rule(
                "softmax cross entropy, integer labels",
                (sd, in) -> {
                  SDVariable labels = sd.constant(ONE_HOT.castTo(DataType.INT32));
                  return softmax(0.2).of(sd, labels, in[0], null, LossReduce.SUM);
                })
            .input(4, 3)
            .fixedBatch()
            .wrongInSameDiff(),
        rule("l2", (sd, in) -> sd.loss().l2Loss(in[0])).input(4, 3).wrongInSameDiff(),
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
            .fixedBatch()
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
            .fixedBatch()
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
            .fixedBatch()
            .wrongInSameDiff(),
        rule(
                "sparse softmax cross entropy",
                (sd, in) -> sd.loss().sparseSoftmaxCrossEntropy(in[0], sd.getVariable("t")))
            .input(4, 3)
            .placeholder("t", Nd4j.createFromArray(2, 0, 1, 1))
            .fixedBatch()
            .wrongInSameDiff(),
        rule(
                "sparse softmax cross entropy, rank 3",
                (sd, in) -> sd.loss().sparseSoftmaxCrossEntropy(in[0], sd.getVariable("t")))
            .input(2, 2, 3)
            .placeholder("t", Nd4j.createFromArray(new long[][] {{2, 0}, {1, 1}}))
            .fixedBatch()
            .wrongInSameDiff());
  }

  private static SDVariable sequences(SameDiff sd, SDVariable p, SDVariable t, SDVariable weights) {
    return sd.loss().softmaxCrossEntropy(t, p, weights, LossReduce.NONE, 0.1);
  }

  private static SDVariable constant(SDVariable like, INDArray values) {
    return like.getSameDiff().constant(values.castTo(like.dataType()));
  }
}

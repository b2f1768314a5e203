package org.hessianreg.dl4j.internal.mirror.outputs;

import org.hessianreg.dl4j.internal.mirror.sequences.Sequences;
import org.hessianreg.dl4j.mirror.LossScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;

/** Losses of margins and decisions. */
final class ClassificationLosses {

  /** Less than any sum of labels or probabilities that means something, also in float32. */
  private static final double TINY = 1e-30;

  private ClassificationLosses() {}

  static SDVariable hinge(LossScope<LossHinge> loss) {
    return loss.masked(missingMargin(loss)).sum();
  }

  static SDVariable squaredHinge(LossScope<LossSquaredHinge> loss) {
    return loss.masked(loss.graph().math().square(missingMargin(loss))).sum();
  }

  private static SDVariable missingMargin(LossScope<?> loss) {
    SDVariable output = loss.output();
    loss.endOfModel(output);
    return loss.graph().nn().relu(output.mul(loss.labels()).rsub(1.0), 0.0);
  }

  /**
   * One minus the F-measure of the whole minibatch, for one-hot labels if there are two outputs.
   */
  static SDVariable fMeasure(LossScope<LossFMeasure> loss) {
    boolean two = loss.shape(loss.preOutput())[1] == 2;
    if (two && !(loss.activation() instanceof ActivationSoftmax)) {
      throw loss.refusal(
          "Deeplearning4j's gradient for two outputs is that of probabilities that add to 1.",
          "use softmax, or one output with the sigmoid.");
    }
    SDVariable output = loss.output();
    loss.endOfModel(output);
    SDVariable labels = loss.labels();
    SDVariable positive = loss.masked(two ? column(loss, labels, 1) : labels);
    SDVariable negative = loss.masked(two ? column(loss, labels, 0) : labels.rsub(1.0));
    SDVariable yes = two ? column(loss, output, 1) : output;
    SDVariable no = two ? column(loss, output, 0) : output.rsub(1.0);
    double squaredBeta = loss.conf().getBeta() * loss.conf().getBeta();
    SDVariable hits = yes.mul(positive).sum().mul(1.0 + squaredBeta);
    SDVariable misses = no.mul(positive).sum().mul(squaredBeta);
    SDVariable all = hits.add(misses).add(yes.mul(negative).sum());
    return hits.mul(reciprocal(loss, all)).rsub(1.0);
  }

  private static SDVariable column(LossScope<?> loss, SDVariable matrix, int column) {
    return Sequences.columns(loss, matrix, column, column + 1);
  }

  /**
   * The mean of {@code exp(a_k − a_j)} over all pairs of a label {@code j} that is present and one
   * {@code k} that is not; zero for an example without pairs.
   */
  static SDVariable multiLabel(LossScope<LossMultiLabel> loss) {
    SDVariable output = loss.output();
    loss.endOfModel(output);
    SDVariable present = loss.labels();
    SDVariable absent = present.eq(0.0).castTo(loss.dataType());
    var math = loss.graph().math();
    SDVariable pairs = present.sum(true, 1).mul(absent.sum(true, 1));
    SDVariable low = math.exp(output.neg()).mul(present).sum(true, 1);
    SDVariable high = math.exp(output).mul(absent).sum(true, 1);
    return loss.masked(low.mul(high).mul(reciprocal(loss, pairs))).sum();
  }

  private static SDVariable reciprocal(LossScope<?> loss, SDVariable x) {
    return loss.graph().math().reciprocal(loss.graph().scalarMax(x, TINY));
  }
}

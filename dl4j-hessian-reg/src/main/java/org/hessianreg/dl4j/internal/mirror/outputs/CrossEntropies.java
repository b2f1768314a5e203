package org.hessianreg.dl4j.internal.mirror.outputs;

import org.hessianreg.dl4j.mirror.LossScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * Cross-entropies. Their scores are clipped in Deeplearning4j and their gradients are others than
 * those of the clipped scores: the mirrors have the clipped value and the gradient trained with.
 */
final class CrossEntropies {

  private CrossEntropies() {}

  static SDVariable multiClass(LossScope<? extends LossMCXENT> loss) {
    return multiClass(loss, loss.labels());
  }

  /** Labels are columns of class numbers; a number that is no class counts for nothing. */
  static SDVariable sparse(LossScope<LossSparseMCXENT> loss) {
    long[] shape = loss.shape(loss.preOutput());
    INDArray numbers = Nd4j.arange((double) shape[1]).castTo(loss.dataType()).reshape(1, shape[1]);
    SDVariable column = loss.labels().reshape(shape[0], 1);
    SDVariable hot = loss.graph().eq(column, loss.graph().constant(numbers));
    return multiClass(loss, hot.castTo(loss.dataType()));
  }

  private static SDVariable multiClass(LossScope<? extends LossMCXENT> loss, SDVariable labels) {
    SDVariable weighted = loss.weighted(labels, loss.conf().getWeights());
    return loss.activation() instanceof ActivationSoftmax
        ? ofSoftmax(loss, weighted)
        : ofOther(loss, weighted);
  }

  private static SDVariable ofOther(LossScope<?> loss, SDVariable labels) {
    SDVariable output = loss.output();
    loss.endOfModel(output);
    return loss.masked(loss.graph().math().log(output).mul(labels)).sum().neg();
  }

  /**
   * The gradient {@code c·p − t} for labels {@code t} with weights, where {@code c} is the row's
   * sum of {@code t} if there are weights, but 1 without, whatever the sum of the labels: that of
   * {@code c·logsumexp(z) − t·z}. The log of the sum is the mean of {@code z − logSoftmax(z)}.
   */
  private static SDVariable ofSoftmax(LossScope<? extends LossMCXENT> loss, SDVariable labels) {
    SDVariable z = loss.preOutput();
    loss.endOfModel(z);
    double share = 1.0 / loss.shape(z)[1];
    SDVariable logarithms = loss.graph().nn().logSoftmax(z);
    SDVariable score;
    if (loss.conf().getWeights() == null) {
      score = z.mul(labels.rsub(share)).sub(logarithms.mul(share));
    } else {
      SDVariable part = labels.sum(true, 1).mul(share);
      score = z.mul(part.sub(labels)).sub(logarithms.mul(part));
    }
    double epsilon = loss.conf().getSoftmaxClipEps();
    SDVariable output = loss.output();
    SDVariable clipped =
        epsilon > 0.0 ? loss.graph().math().clipByValue(output, epsilon, 1.0 - epsilon) : output;
    SDVariable reported = loss.graph().math().log(clipped).mul(labels).neg();
    return loss.valued(loss.masked(score).sum(), loss.masked(reported).sum());
  }

  static SDVariable divergence(LossScope<LossKLD> loss) {
    SDVariable logarithms;
    SDVariable output;
    if (loss.activation() instanceof ActivationSoftmax) {
      loss.endOfModel(loss.preOutput());
      output = loss.output();
      logarithms = loss.graph().nn().logSoftmax(loss.preOutput());
    } else {
      output = loss.output();
      loss.endOfModel(output);
      logarithms = loss.graph().math().log(output);
    }
    SDVariable score = logarithms.mul(loss.labels()).neg();
    var math = loss.graph().math();
    SDVariable labels = math.clipByValue(loss.labels(), Nd4j.EPS_THRESHOLD, 1.0);
    SDVariable clipped = math.clipByValue(output, Nd4j.EPS_THRESHOLD, 1.0);
    SDVariable reported = math.log(labels).sub(math.log(clipped)).mul(labels);
    return loss.valued(loss.masked(score).sum(), loss.masked(reported).sum());
  }

  /**
   * The gradient is taken at the clipped output and passed on as if nothing had been clipped:
   * beyond the bounds it is that of a straight line.
   */
  static SDVariable binary(LossScope<LossBinaryXENT> loss) {
    boolean softmax = loss.activation() instanceof ActivationSoftmax;
    if (softmax && loss.conf().getWeights() != null) {
      throw loss.refusal(
          "Deeplearning4j's gradient with softmax and weights is not the derivative of a score.",
          "use LossMCXENT with the weights, or the sigmoid.");
    }
    SDVariable output = loss.output();
    loss.endOfModel(loss.activation() instanceof ActivationSigmoid ? loss.preOutput() : output);
    SDVariable labels = loss.labels();
    SDVariable score;
    SDVariable entropy;
    double epsilon = loss.conf().getClipEps();
    if (epsilon > 0.0) {
      SDVariable clipped = loss.graph().math().clipByValue(output, epsilon, 1.0 - epsilon);
      SDVariable slope = clipped.sub(labels).div(clipped.mul(clipped.rsub(1.0)));
      entropy = binaryEntropy(loss, clipped);
      score = entropy.add(output.sub(clipped).mul(loss.stopped(slope)));
    } else {
      entropy = binaryEntropy(loss, output);
      score = entropy;
    }
    SDVariable reported = softmax ? loss.graph().math().log(output).mul(labels).neg() : entropy;
    INDArray weights = loss.conf().getWeights();
    return loss.valued(
        loss.masked(loss.weighted(score, weights)).sum(),
        loss.masked(loss.weighted(reported, weights)).sum());
  }

  private static SDVariable binaryEntropy(LossScope<?> loss, SDVariable output) {
    var math = loss.graph().math();
    SDVariable labels = loss.labels();
    return math.log(output).mul(labels).add(math.log(output.rsub(1.0)).mul(labels.rsub(1.0))).neg();
  }
}

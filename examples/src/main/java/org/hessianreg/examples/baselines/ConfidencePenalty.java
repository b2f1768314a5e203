package org.hessianreg.examples.baselines;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The confidence penalty (Pereyra et al., <a href="https://arxiv.org/abs/1701.06548">Regularizing
 * Neural Networks by Penalizing Confident Output Distributions</a>): the loss minus {@code β} times
 * the entropy of the predicted distribution, averaged over the minibatch.
 */
public final class ConfidencePenalty {

  /** Keeps the logarithm finite; where a probability is that small, the product is 0 anyway. */
  private static final double TINY = 1e-20;

  private ConfidencePenalty() {}

  /**
   * Appends the penalised loss to the graph of the loss. Make it the graph's loss with {@code
   * sd.setLossVariables}.
   *
   * @param name name of the result
   * @param loss the loss, a scalar
   * @param logits what the softmax is taken of, of shape {@code [n, classes]}
   * @param weight {@code β}
   * @return {@code loss + β·mean(Σ p·ln p)}, a scalar
   */
  public static SDVariable append(String name, SDVariable loss, SDVariable logits, double weight) {
    SameDiff sd = loss.getSameDiff();
    SDVariable p = sd.nn().softmax(logits, 1);
    SDVariable negativeEntropy = p.mul(sd.math().log(p.add(TINY))).sum(1).mean();
    return loss.add(name, negativeEntropy.mul(weight));
  }
}

package org.hessianreg.examples.baselines;

import java.util.Map;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The input-Jacobian penalty (Sokolić et al., <a href="https://arxiv.org/abs/1605.08254">Robust
 * Large Margin Deep Neural Networks</a>): the loss plus {@code λ/2} times the squared Frobenius
 * norm of {@code J}, the derivative of the outputs with respect to the inputs, averaged over the
 * minibatch.
 *
 * <p>The norm is estimated without bias by one random projection for each example, {@code |J·v|²}
 * with random signs {@code v} drawn anew at each step; the tangent {@code J·v} is what a forward
 * Taylor sweep gives, and SameDiff's own backward pass differentiates it exactly. (Hoffman et al.,
 * <a href="https://arxiv.org/abs/1908.02729">Robust Learning with Jacobian Regularization</a>,
 * project on the side of the outputs instead, with a second backward pass.)
 */
public final class JacobianPenalty {

  private JacobianPenalty() {}

  /**
   * Appends the penalised loss to the graph of the loss. Make it the graph's loss with {@code
   * sd.setLossVariables}. The directions follow ND4J's global seed.
   *
   * @param name name of the result
   * @param loss the loss, a scalar
   * @param input the network's input, a placeholder whose first dimension is the minibatch
   * @param output the network's output, of shape {@code [n, outputs]}
   * @param batch number of examples in every minibatch of training: SameDiff draws random numbers
   *     of fixed shapes only
   * @param weight {@code λ}
   * @return {@code loss + λ/2·mean(|J·v|²)}, a scalar
   * @throws HessianTraceException if an op of the network has no rule, or the output does not
   *     depend on the input
   */
  public static SDVariable append(
      String name, SDVariable loss, SDVariable input, SDVariable output, int batch, double weight) {
    SameDiff sd = loss.getSameDiff();
    long[] shape = input.placeholderShape().clone();
    shape[0] = batch;
    SDVariable signs =
        sd.random().bernoulli(0.5, input.dataType(), shape).mul(2.0).sub(name + "_signs", 1.0);
    SDVariable tangent =
        new HessianOps(sd).tangent(name + "_tangent", output, Map.of(input.name(), signs));
    SDVariable norm = sd.math().square(tangent).sum(1).mean();
    return loss.add(name, norm.mul(weight / 2));
  }
}

package org.hessianreg.dl4j.mirror;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One kind of loss function as SameDiff ops.
 *
 * @param <L> the loss function
 */
@FunctionalInterface
public interface LossMirror<L> {

  /**
   * Appends the loss function. Its derivative must be the gradient that the loss function computes,
   * even where that is not the derivative of its score. Pass the variable at which the network ends
   * to {@link LossScope#endOfModel}.
   *
   * @param loss the loss function, labels, pre-output and mask, and the graph
   * @return the sum of the scores of all rows, a scalar
   */
  SDVariable score(LossScope<L> loss);
}

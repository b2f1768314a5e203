package org.hessianreg.dl4j.mirror;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One kind of activation function as SameDiff ops.
 *
 * @param <A> the activation function
 */
@FunctionalInterface
public interface ActivationMirror<A> {

  /**
   * Appends the function.
   *
   * @param activation its settings and the graph
   * @param z the argument, with a row for each example where the function mixes elements
   * @return its value
   */
  SDVariable value(MirrorScope<A> activation, SDVariable z);
}

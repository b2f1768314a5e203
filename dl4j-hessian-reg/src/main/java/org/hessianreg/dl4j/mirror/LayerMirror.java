package org.hessianreg.dl4j.mirror;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The forward pass of one kind of layer as SameDiff ops.
 *
 * <p>It must compute what the layer's {@code activate} computes in training, except dropout on the
 * input, which has been applied before. Only ops with a rule for second derivatives may lie between
 * parameters and the result.
 *
 * @param <C> the layer's configuration
 */
@FunctionalInterface
public interface LayerMirror<C> {

  /**
   * Appends the forward pass.
   *
   * @param layer the layer's configuration, parameters and masks, and the graph
   * @param input the layer's input, in the layout that the layer itself takes
   * @return the activations, in the layout that the layer itself returns
   */
  SDVariable activations(LayerScope<C> layer, SDVariable input);
}

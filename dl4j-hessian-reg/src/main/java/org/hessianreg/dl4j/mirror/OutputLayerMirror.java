package org.hessianreg.dl4j.mirror;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The forward pass of one kind of output layer, from its input to its part of the score.
 *
 * @param <C> the layer's configuration
 */
@FunctionalInterface
public interface OutputLayerMirror<C> {

  /**
   * Appends the forward pass and the loss function. The variable at which the network ends and the
   * loss begins must be told to {@link LayerScope#endOfModel}.
   *
   * @param layer the layer's configuration, parameters and masks, and the graph
   * @param input the layer's input, in the layout that the layer itself takes
   * @param labels the labels, in the layout that the layer itself takes; of the network's type,
   *     null if the minibatch has none
   * @return the sum of the scores of the examples, a scalar, before any division by their number
   */
  SDVariable score(LayerScope<C> layer, SDVariable input, SDVariable labels);
}

package org.hessianreg.benchmarks;

import org.nd4j.autodiff.samediff.SDVariable;

/** The layers of a network, from its features to its logits. */
@FunctionalInterface
interface Architecture {

  /**
   * Adds the layers to a graph.
   *
   * @param features the batch, with the examples along the first dimension
   * @return the logits {@code [examples, classes]}
   */
  SDVariable logits(Layers layers, SDVariable features);
}

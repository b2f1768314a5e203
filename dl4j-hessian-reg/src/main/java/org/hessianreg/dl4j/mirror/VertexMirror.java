package org.hessianreg.dl4j.mirror;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The forward pass of one kind of graph vertex as SameDiff ops.
 *
 * @param <V> the vertex's configuration, of a class of {@code org.deeplearning4j.nn.conf.graph}
 */
@FunctionalInterface
public interface VertexMirror<V> {

  /**
   * Appends the forward pass.
   *
   * @param vertex the vertex and the graph
   * @param inputs the vertex's inputs in order
   * @return the activations
   */
  SDVariable activations(VertexScope<V> vertex, List<SDVariable> inputs);
}

package org.hessianreg.dl4j.mirror;

import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the mirror of a graph vertex without a layer is written from; {@link #conf} is the vertex as
 * it runs.
 *
 * @param <V> the vertex
 */
public final class VertexScope<V> extends MirrorScope<V> {

  VertexScope(MirrorGraph mirror, String name, V vertex) {
    super(mirror, name, vertex);
  }

  /**
   * An array that each step brings along, such as a mask. It is a constant of the step.
   *
   * @param key a name of the array within the vertex
   * @param source returns the array at each step, always of the shape that it has now; called after
   *     the network's own backward pass
   * @return a variable that reads it
   */
  public SDVariable input(String key, Supplier<INDArray> source) {
    return mirror().input(name() + "/" + key, source);
  }
}

package org.hessianreg.dl4j.mirror;

import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the mirror of a graph vertex without a layer is written from.
 *
 * @param <V> the vertex's configuration
 */
public final class VertexScope<V> extends MirrorScope<V> {

  VertexScope(MirrorGraph mirror, String name, V conf) {
    super(mirror, name, conf);
  }

  /**
   * A parameter, in the layout in which the vertex keeps it.
   *
   * @param key its key, for instance {@code "W"}
   * @return the variable; it reads the network's own array
   */
  public SDVariable parameter(String key) {
    return mirror().parameter(name(), key);
  }

  /**
   * An input of the network.
   *
   * @param input its name
   * @return the variable that holds the minibatch's features
   */
  public SDVariable networkInput(String input) {
    return mirror().input("features/" + input, mirror().network().features().get(input));
  }

  /**
   * The mask that the minibatch has for an input of the network.
   *
   * @param input the input's name
   * @return returns the mask at each step; null if there is none
   */
  public Supplier<INDArray> inputMask(String input) {
    Supplier<INDArray> mask = mirror().network().inputMasks().get(input);
    return mask.get() == null ? null : mask;
  }

  /** Whether the minibatch has a mask for any input of the network. */
  boolean anyInputMask() {
    return mirror().network().inputMasks().values().stream().anyMatch(mask -> mask.get() != null);
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

package org.hessianreg.dl4j.mirror;

import java.util.function.Supplier;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the mirror of a graph vertex without a layer is written from.
 *
 * @param <V> the vertex's configuration
 */
public interface VertexScope<V> extends MirrorScope<V> {

  /**
   * A parameter, in the layout in which the vertex keeps it.
   *
   * @param key its key, for instance {@code "W"}
   * @return the variable; it reads the network's own array
   * @throws HessianTraceException if the vertex has no such parameter
   */
  SDVariable parameter(String key);

  /**
   * An input of the network.
   *
   * @param input its name
   * @return the variable that holds the minibatch's features
   */
  SDVariable networkInput(String input);

  /**
   * The mask that the minibatch has for an input of the network.
   *
   * @param input the input's name
   * @return returns the mask at each step; null if there is none
   */
  Supplier<INDArray> inputMask(String input);

  /**
   * Whether the minibatch has a mask for any input of the network. Deeplearning4j feeds masks
   * forward to vertices, which cannot be asked for theirs.
   *
   * @return true if it has
   */
  boolean anyInputMask();

  /**
   * An array that each step brings along, such as a mask. It is a constant of the step.
   *
   * @param key a name of the array within the vertex
   * @param source returns the array at each step, always of the shape that it has now; called after
   *     the network's own backward pass
   * @return a variable that reads it
   */
  SDVariable input(String key, Supplier<INDArray> source);
}

package org.hessianreg.dl4j.mirror;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * What the mirror of a layer is written from.
 *
 * @param <C> the layer's configuration
 */
public interface LayerScope<C> extends MirrorScope<C> {

  /**
   * The scope of a layer inside of a wrapper. The inner layer sees the mask that Deeplearning4j has
   * given it; {@link #withMask} is for wrappers that give it none.
   *
   * @param <D> the inner layer's configuration
   * @param conf the inner layer's configuration
   * @param inner the inner layer as it runs
   * @param keyPrefix what the wrapper puts before the keys of the inner layer's parameters
   * @param train false if the wrapper runs the inner layer in test mode
   * @return the scope
   */
  <D> LayerScope<D> inner(D conf, Layer inner, String keyPrefix, boolean train);

  /**
   * This scope with a mask other than the layer's own, for a wrapper that does not pass it to its
   * inner layer.
   *
   * @param replacement the mask in the layer's own layout and the network's type; null leaves the
   *     layer's own
   * @return the scope
   */
  LayerScope<C> withMask(SDVariable replacement);

  /**
   * The layer as it runs.
   *
   * @return the network's own layer
   */
  Layer layer();

  /**
   * Whether the layer is inside of a wrapper.
   *
   * @return true in a scope that {@link #inner} has made
   */
  boolean isWrapped();

  /**
   * Whether the layer runs against the direction of time in a {@code Bidirectional}, whose mirror
   * reverses its input and its mask.
   *
   * @return true if it does
   */
  boolean isBackwards();

  /**
   * Whether the network is trained on segments of sequences, with a state carried between them. A
   * recurrent layer reads the state by {@link #input}.
   *
   * @return true in truncated backpropagation through time
   */
  boolean isTruncated();

  /**
   * Whether the layer runs in training mode: everywhere except inside of frozen layers.
   *
   * @return true in training mode
   */
  boolean isTraining();

  /**
   * Whether the layer has a parameter.
   *
   * @param key its key, for instance {@code "b"}
   * @return true if it does
   */
  boolean hasParameter(String key);

  /**
   * A parameter, in the layout in which the layer keeps it.
   *
   * @param key its key, for instance {@code "W"}
   * @return the variable; it reads the network's own array
   * @throws HessianTraceException if the layer has no such parameter
   */
  SDVariable parameter(String key);

  /**
   * The mask that the network has fed forward to the layer, or of an output layer's labels.
   *
   * @return the mask in the layer's own layout and the network's type; null if there is none
   */
  SDVariable mask();

  /**
   * The layer's mask, checked in each step.
   *
   * @param check receives the mask of each step, and calls {@link #object} if it is not supported;
   *     not called for the mask of {@link #withMask}
   * @return as {@link #mask()}
   */
  SDVariable mask(Consumer<INDArray> check);

  /**
   * An array that comes with each step, such as a mask or a carried state. It is a constant of the
   * step.
   *
   * @param key a name of the array within the layer
   * @param source returns the array at each step, always of the shape that it has now; called after
   *     the network's own backward pass
   * @return a variable that reads it
   */
  SDVariable input(String key, Supplier<INDArray> source);

  /**
   * Applies the forward pass of a layer to its input, for instance of a wrapper's inner layer. In
   * training mode, the dropout mask that the layer has drawn in the step is applied first.
   *
   * @param <D> the layer's configuration
   * @param scope the layer's scope
   * @param input its input
   * @return its activations
   * @throws HessianTraceException if the layer has no mirror, or its dropout mask cannot be read
   */
  <D> SDVariable activations(LayerScope<D> scope, SDVariable input);

  /**
   * Applies a loss function and marks where the model ends.
   *
   * @param function the loss function
   * @param activation the output layer's activation function
   * @param labels labels with a row for each example
   * @param preOutput what the activation function is applied to, of the labels' shape
   * @param mask a column, or an array of the labels' shape; null if there is none
   * @return the sum of the scores of all rows
   * @throws HessianTraceException if the loss function has no mirror
   */
  SDVariable score(
      ILossFunction function,
      IActivation activation,
      SDVariable labels,
      SDVariable preOutput,
      SDVariable mask);

  /**
   * Marks the variable at which the network ends and the loss begins, for the Gauss–Newton matrix.
   *
   * @param variable the last variable of the network
   */
  void endOfModel(SDVariable variable);
}

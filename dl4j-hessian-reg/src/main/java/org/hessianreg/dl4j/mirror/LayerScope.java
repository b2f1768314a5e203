package org.hessianreg.dl4j.mirror;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.BidirectionalParamInitializer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * What the mirror of a layer is written from.
 *
 * @param <C> the layer's configuration
 */
public final class LayerScope<C> extends MirrorScope<C> {

  private final Layer layer;
  private final String prefix;
  private final boolean training;
  private final boolean wrapped;
  private final SDVariable mask;

  LayerScope(MirrorGraph mirror, String name, C conf, Layer layer) {
    this(mirror, name, conf, layer, "", true, false, null);
  }

  private LayerScope(
      MirrorGraph mirror,
      String name,
      C conf,
      Layer layer,
      String prefix,
      boolean training,
      boolean wrapped,
      SDVariable mask) {
    super(mirror, name, conf);
    this.layer = layer;
    this.prefix = prefix;
    this.training = training;
    this.wrapped = wrapped;
    this.mask = mask;
  }

  /**
   * The scope of a layer inside of a wrapper.
   *
   * @param <D> the inner layer's configuration
   * @param conf the inner layer's configuration
   * @param inner the inner layer as it runs
   * @param keyPrefix what the wrapper puts before the keys of the inner layer's parameters
   * @param train false if the wrapper runs the inner layer in test mode
   * @return the scope
   */
  public <D> LayerScope<D> inner(D conf, Layer inner, String keyPrefix, boolean train) {
    return new LayerScope<>(
        mirror(), name(), conf, inner, prefix + keyPrefix, training && train, true, null);
  }

  /**
   * This scope with another mask than the layer's own, for a wrapper that does not tell its inner
   * layer.
   *
   * @param replacement the mask in the layer's own layout; null leaves the layer's own
   * @return the scope
   */
  LayerScope<C> withMask(SDVariable replacement) {
    return new LayerScope<>(
        mirror(), name(), conf(), layer, prefix, training, wrapped, replacement);
  }

  /** Whether the layer is inside of a wrapper. */
  boolean isWrapped() {
    return wrapped;
  }

  /** Whether the layer runs against the direction of time in a {@code Bidirectional}. */
  boolean isBackwards() {
    return prefix.endsWith(BidirectionalParamInitializer.BACKWARD_PREFIX);
  }

  /** Whether an input of the network is the layer's input. */
  boolean readsInputOfNetwork() {
    TrainedNetwork network = mirror().network();
    return network.nodes().stream()
        .filter(node -> node.name().equals(name()))
        .flatMap(node -> node.inputs().stream())
        .anyMatch(network.features()::containsKey);
  }

  /** Whether the network is trained on segments of sequences, a state carried between them. */
  boolean isTruncated() {
    return mirror().isTruncated();
  }

  /**
   * The layer as it runs.
   *
   * @return the network's own layer
   */
  public Layer layer() {
    return layer;
  }

  /**
   * Whether the layer runs in training mode: everywhere except inside of frozen layers.
   *
   * @return true in training mode
   */
  public boolean isTraining() {
    return training;
  }

  /**
   * Whether the layer has a parameter.
   *
   * @param key its key, for instance {@code "b"}
   * @return true if it does
   */
  public boolean hasParameter(String key) {
    return mirror().hasParameter(name(), prefix + key);
  }

  /**
   * A parameter, in the layout in which the layer keeps it.
   *
   * @param key its key, for instance {@code "W"}
   * @return the variable; it reads the network's own array
   */
  public SDVariable parameter(String key) {
    return mirror().parameter(name(), prefix + key);
  }

  /**
   * The mask that the network has fed forward to the layer, or of an output layer's labels.
   *
   * @return the mask in the layer's own layout and the network's type; null if there is none
   */
  public SDVariable mask() {
    if (mask != null) {
      return mask;
    }
    INDArray now = layer.getMaskArray();
    return now == null ? null : input("mask", layer::getMaskArray).castTo(dataType());
  }

  /**
   * The layer's mask, checked in each step.
   *
   * @param check objects to what the mask must not be
   * @return as {@link #mask}
   */
  SDVariable mask(Consumer<INDArray> check) {
    if (mask != null || layer.getMaskArray() == null) {
      return mask;
    }
    return input("mask", () -> checked(layer.getMaskArray(), check)).castTo(dataType());
  }

  private static INDArray checked(INDArray now, Consumer<INDArray> check) {
    check.accept(now);
    return now;
  }

  /**
   * An array that each step brings along, such as a mask or a carried state. It is a constant of
   * the step.
   *
   * @param key a name of the array within the layer
   * @param source returns the array at each step, always of the shape that it has now; called after
   *     the network's own backward pass
   * @return a variable that reads it
   */
  public SDVariable input(String key, Supplier<INDArray> source) {
    return mirror().input(name() + "/" + prefix + key, source);
  }

  /**
   * Applies an activation function.
   *
   * @param function the function
   * @param z the argument
   * @return its value
   */
  public SDVariable activation(IActivation function, SDVariable z) {
    return mirror().mirrors().activation(this, function, z);
  }

  /**
   * Applies the forward pass of a layer, the one of a wrapper's inner layer for instance.
   *
   * @param <D> the layer's configuration
   * @param scope the layer's scope
   * @param input its input
   * @return its activations
   */
  public <D> SDVariable activations(LayerScope<D> scope, SDVariable input) {
    return mirror().mirrors().activations(scope, input);
  }

  /**
   * Applies a loss function and marks where the model ends.
   *
   * @param function the loss function
   * @param activation the output layer's activation function
   * @param labels labels with a row for each example
   * @param preOutput what the activation function is applied to, of the labels' shape
   * @param mask a column, or an array of the labels' shape; null if there is none
   * @return the sum of the scores of all rows
   */
  public SDVariable score(
      ILossFunction function,
      IActivation activation,
      SDVariable labels,
      SDVariable preOutput,
      SDVariable mask) {
    return mirror().mirrors().score(this, function, activation, labels, preOutput, mask);
  }

  /**
   * Marks the variable at which the network ends and the loss begins, for the Gauss–Newton matrix.
   *
   * @param variable the last variable of the network
   */
  public void endOfModel(SDVariable variable) {
    mirror().endOfModel(variable);
  }
}

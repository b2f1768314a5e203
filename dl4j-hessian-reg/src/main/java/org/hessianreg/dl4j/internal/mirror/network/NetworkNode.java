package org.hessianreg.dl4j.internal.mirror.network;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer or vertex of a network, whichever kind of network it is. */
public final class NetworkNode {

  private final String name;
  private final List<String> inputs;
  private final Freezing freezing;
  private final InputPreProcessor preProcessor;
  private final Layer layer;
  private final GraphVertex vertex;
  private final Trainable parameters;
  private final Supplier<INDArray> labels;
  private final org.deeplearning4j.nn.conf.layers.Layer conf;

  private NetworkNode(
      String name,
      List<String> inputs,
      Freezing freezing,
      InputPreProcessor preProcessor,
      Layer layer,
      GraphVertex vertex,
      Trainable parameters,
      Supplier<INDArray> labels,
      org.deeplearning4j.nn.conf.layers.Layer conf) {
    this.name = name;
    this.inputs = inputs;
    this.freezing = freezing;
    this.preProcessor = preProcessor;
    this.layer = layer;
    this.vertex = vertex;
    this.parameters = parameters;
    this.labels = labels;
    this.conf = conf;
  }

  static NetworkNode ofLayer(
      String name, List<String> inputs, InputPreProcessor preProcessor, Layer layer) {
    return ofOutput(name, inputs, preProcessor, layer, null);
  }

  static NetworkNode ofOutput(
      String name,
      List<String> inputs,
      InputPreProcessor preProcessor,
      Layer layer,
      Supplier<INDArray> labels) {
    Layer inner = Freezing.inner(layer);
    return new NetworkNode(
        name, inputs, Freezing.of(layer), preProcessor, inner, null, inner, labels, null);
  }

  static NetworkNode ofVertex(
      String name, List<String> inputs, GraphVertex conf, Trainable parameters) {
    return new NetworkNode(name, inputs, Freezing.NONE, null, null, conf, parameters, null, null);
  }

  /** This node with the layer's configuration, which a wrapper layer does not have itself. */
  NetworkNode configured(org.deeplearning4j.nn.conf.layers.Layer layerConf) {
    return new NetworkNode(
        name,
        inputs,
        freezing,
        preProcessor,
        layer,
        vertex,
        parameters,
        labels,
        Freezing.inner(layerConf));
  }

  /** The node inside of a {@code FrozenVertex}. */
  NetworkNode frozen() {
    Freezing frozen =
        freezing.isInTestMode()
            ? Freezing.CUTTING_GRADIENT
            : Freezing.CUTTING_GRADIENT_IN_TRAINING_MODE;
    return new NetworkNode(
        name, inputs, frozen, preProcessor, layer, vertex, parameters, labels, conf);
  }

  /**
   * The node's name.
   *
   * @return for a {@code MultiLayerNetwork}, the layer's number
   */
  public String name() {
    return name;
  }

  /**
   * What the node reads.
   *
   * @return names of nodes, or inputs of the network, in order
   */
  public List<String> inputs() {
    return inputs;
  }

  /**
   * How the node is frozen.
   *
   * @return {@link Freezing#NONE} if it is not
   */
  public Freezing freezing() {
    return freezing;
  }

  /**
   * What is applied to a layer's input.
   *
   * @return the preprocessor; null if there is none
   */
  public InputPreProcessor preProcessor() {
    return preProcessor;
  }

  /**
   * The layer as it runs, without what freezes it.
   *
   * @return the layer; null for a vertex without a layer
   */
  public Layer layer() {
    return layer;
  }

  /**
   * The layer's configuration, without what freezes it.
   *
   * @return the configuration; null for a vertex without a layer
   */
  public org.deeplearning4j.nn.conf.layers.Layer conf() {
    return conf;
  }

  /**
   * The vertex's configuration.
   *
   * @return the configuration; null for a layer
   */
  public GraphVertex vertex() {
    return vertex;
  }

  /**
   * What holds the parameters.
   *
   * @return the layer or vertex as it runs
   */
  public Trainable parameters() {
    return parameters;
  }

  /**
   * Whether the node is an output of the network.
   *
   * @return true if it has a part of the score
   */
  public boolean isOutput() {
    return labels != null;
  }

  /**
   * The labels of this step, for an output.
   *
   * @return the minibatch's labels; null if it has none
   */
  public INDArray labels() {
    return labels.get();
  }
}

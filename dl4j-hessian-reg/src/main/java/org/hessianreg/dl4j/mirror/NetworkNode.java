package org.hessianreg.dl4j.mirror;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer or vertex of a network, whichever kind of network it is. */
final class NetworkNode {

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

  /** This node with the layer's configuration, which a wrapper layer itself does not tell. */
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

  String name() {
    return name;
  }

  /** Names of the nodes, or inputs of the network, that the node reads. */
  List<String> inputs() {
    return inputs;
  }

  Freezing freezing() {
    return freezing;
  }

  /** What is applied to a layer's input; null if there is nothing. */
  InputPreProcessor preProcessor() {
    return preProcessor;
  }

  /** The layer as it runs, without what freezes it; null for a vertex without a layer. */
  Layer layer() {
    return layer;
  }

  /** The layer's configuration, without what freezes it; null for a vertex without a layer. */
  org.deeplearning4j.nn.conf.layers.Layer conf() {
    return conf;
  }

  /** The vertex's configuration; null for a layer. */
  GraphVertex vertex() {
    return vertex;
  }

  /** What holds the parameters. */
  Trainable parameters() {
    return parameters;
  }

  boolean isOutput() {
    return labels != null;
  }

  /** The labels of this step, for an output. */
  INDArray labels() {
    return labels.get();
  }
}

package org.hessianreg.dl4j.mirror;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer or vertex of a network, whichever kind of network it is. */
final class NetworkNode {

  private final String name;
  private final List<String> inputs;
  private final InputPreProcessor preProcessor;
  private final Layer layer;
  private final GraphVertex vertex;
  private final Supplier<INDArray> labels;
  private final org.deeplearning4j.nn.conf.layers.Layer conf;

  private NetworkNode(
      String name,
      List<String> inputs,
      InputPreProcessor preProcessor,
      Layer layer,
      GraphVertex vertex,
      Supplier<INDArray> labels,
      org.deeplearning4j.nn.conf.layers.Layer conf) {
    this.name = name;
    this.inputs = inputs;
    this.preProcessor = preProcessor;
    this.layer = layer;
    this.vertex = vertex;
    this.labels = labels;
    this.conf = conf;
  }

  static NetworkNode ofLayer(
      String name, List<String> inputs, InputPreProcessor preProcessor, Layer layer) {
    return new NetworkNode(name, inputs, preProcessor, layer, null, null, null);
  }

  static NetworkNode ofOutput(
      String name,
      List<String> inputs,
      InputPreProcessor preProcessor,
      Layer layer,
      Supplier<INDArray> labels) {
    return new NetworkNode(name, inputs, preProcessor, layer, null, labels, null);
  }

  static NetworkNode ofVertex(String name, List<String> inputs, GraphVertex vertex) {
    return new NetworkNode(name, inputs, null, null, vertex, null, null);
  }

  /** This node with the layer's configuration, which a wrapper layer itself does not tell. */
  NetworkNode configured(org.deeplearning4j.nn.conf.layers.Layer layerConf) {
    return new NetworkNode(name, inputs, preProcessor, layer, vertex, labels, layerConf);
  }

  String name() {
    return name;
  }

  /** Names of the nodes, or inputs of the network, that the node reads. */
  List<String> inputs() {
    return inputs;
  }

  /** What is applied to a layer's input; null if there is nothing. */
  InputPreProcessor preProcessor() {
    return preProcessor;
  }

  /** The layer as it runs; null for a vertex without a layer. */
  Layer layer() {
    return layer;
  }

  /** The layer's configuration; null for a vertex without a layer. */
  org.deeplearning4j.nn.conf.layers.Layer conf() {
    return conf;
  }

  /** The vertex as it runs; null for a layer. */
  GraphVertex vertex() {
    return vertex;
  }

  boolean isOutput() {
    return labels != null;
  }

  /** The labels of this step, for an output. */
  INDArray labels() {
    return labels.get();
  }
}

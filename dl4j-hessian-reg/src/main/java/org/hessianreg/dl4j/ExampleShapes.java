package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Shapes of input that a network takes. A configuration does not keep the input types that it was
 * built with, so they are found by trying: vectors, then sequences, then square images, of as many
 * features as the first layer reads, until every layer gets what it takes.
 */
final class ExampleShapes {

  private static final int EXAMPLES = 2;
  private static final int STEPS = 6;
  private static final int COMMON_IMAGE = 8;
  private static final int LARGEST_IMAGE = 512;

  private final List<String> inputs;
  private final List<Node> nodes;

  private ExampleShapes(List<String> inputs, List<Node> nodes) {
    this.inputs = inputs;
    this.nodes = nodes;
  }

  /** A layer with its preprocessor, or a vertex. */
  private static final class Node {

    private final String name;
    private final List<String> inputs;
    private final Layer layer;
    private final InputPreProcessor before;
    private final GraphVertex vertex;

    Node(
        String name,
        List<String> inputs,
        Layer layer,
        InputPreProcessor before,
        GraphVertex vertex) {
      this.name = name;
      this.inputs = inputs;
      this.layer = layer;
      this.before = before;
      this.vertex = vertex;
    }

    /** What the node returns; null if it does not take its inputs. */
    InputType output(int index, List<InputType> types) {
      if (layer == null) {
        return vertex.getOutputType(index, types.toArray(new InputType[0]));
      }
      InputType input = before == null ? types.get(0) : before.getOutputType(types.get(0));
      boolean fits =
          layer.getPreProcessorForInputType(input) == null
              && (featuresOf(layer) == 0 || featuresOf(layer) == featuresOf(input));
      return fits ? layer.getOutputType(index, input) : null;
    }
  }

  /** The kinds of input that are tried. */
  private enum Kind {
    VECTOR,
    SEQUENCE,
    IMAGE
  }

  /**
   * Finds shapes of input.
   *
   * @param net an initialised network
   * @return a shape for each input; empty if none are found
   */
  static List<long[]> of(MultiLayerNetwork net) {
    // A copy: asking a layer for its output type may set sizes in it.
    MultiLayerConfiguration conf = net.getLayerWiseConfigurations().clone();
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < conf.getConfs().size(); i++) {
      String name = Integer.toString(i);
      List<String> inputs = List.of(Integer.toString(i - 1));
      Layer layer = conf.getConf(i).getLayer();
      nodes.add(new Node(name, inputs, layer, conf.getInputPreProcess(i), null));
    }
    return new ExampleShapes(List.of("-1"), nodes).find();
  }

  /**
   * Finds shapes of input.
   *
   * @param net an initialised network
   * @return a shape for each input; empty if none are found
   */
  static List<long[]> of(ComputationGraph net) {
    // A copy: asking a layer or vertex for its output type may set sizes in it.
    ComputationGraphConfiguration conf = net.getConfiguration().clone();
    List<Node> nodes = new ArrayList<>();
    for (int position : net.topologicalSortOrder()) {
      String name = net.getVertices()[position].getVertexName();
      GraphVertex vertex = conf.getVertices().get(name);
      List<String> inputs = conf.getVertexInputs().get(name);
      if (vertex instanceof LayerVertex) {
        LayerVertex layer = (LayerVertex) vertex;
        Layer inside = layer.getLayerConf().getLayer();
        nodes.add(new Node(name, inputs, inside, layer.getPreProcessor(), null));
      } else if (vertex != null) {
        nodes.add(new Node(name, inputs, null, null, vertex));
      }
    }
    return new ExampleShapes(conf.getNetworkInputs(), nodes).find();
  }

  private List<long[]> find() {
    for (Kind kind : Kind.values()) {
      int sizes = kind == Kind.IMAGE ? LARGEST_IMAGE : 1;
      for (int i = 0; i < sizes; i++) {
        int size = (COMMON_IMAGE - 1 + i) % LARGEST_IMAGE + 1;
        List<InputType> types = new ArrayList<>();
        inputs.forEach(input -> types.add(type(firstReader(input), kind, size)));
        if (!types.contains(null) && fits(types)) {
          return shapes(types);
        }
      }
    }
    return List.of();
  }

  private List<long[]> shapes(List<InputType> types) {
    List<long[]> shapes = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      Layer reader = inside(firstReader(inputs.get(i)).layer);
      long[] shape = types.get(i).getShape(true);
      if (reader instanceof EmbeddingLayer) {
        shape = new long[] {EXAMPLES, 1};
      } else if (reader instanceof EmbeddingSequenceLayer) {
        shape = new long[] {EXAMPLES, STEPS};
      }
      shape[0] = EXAMPLES;
      shapes.add(shape);
    }
    return shapes;
  }

  /** The first layer that reads an input, directly or through others. */
  private Node firstReader(String input) {
    List<String> reached = new ArrayList<>(List.of(input));
    for (Node node : nodes) {
      if (node.inputs.stream().anyMatch(reached::contains)) {
        reached.add(node.name);
        if (node.layer != null && featuresOf(node.layer) > 0) {
          return node;
        }
      }
    }
    return null;
  }

  /** The type of a kind, or of the first other kind, that a layer takes. */
  private static InputType type(Node reader, Kind preferred, int size) {
    if (reader == null) {
      return null;
    }
    List<Kind> kinds = new ArrayList<>(List.of(preferred));
    kinds.addAll(List.of(Kind.values()));
    if (takesImagesOnly(inside(reader.layer))) {
      // DL4J warns of every sequence that such a layer is offered.
      kinds.removeIf(kind -> kind == Kind.SEQUENCE);
    }
    for (Kind kind : kinds) {
      InputType type = typeFor(reader, kind, size);
      if (output(reader, 0, List.of(type)) != null) {
        return type;
      }
    }
    return null;
  }

  private static boolean takesImagesOnly(Layer layer) {
    return layer instanceof ConvolutionLayer && !(layer instanceof Convolution1DLayer);
  }

  private static InputType typeFor(Node reader, Kind kind, int size) {
    Layer layer = inside(reader.layer);
    long features = featuresOf(layer);
    switch (kind) {
      case VECTOR:
        if (reader.before instanceof FeedForwardToCnnPreProcessor) {
          var image = (FeedForwardToCnnPreProcessor) reader.before;
          features = image.getInputHeight() * image.getInputWidth() * image.getNumChannels();
        }
        return InputType.feedForward(features);
      case SEQUENCE:
        RNNFormat order =
            layer instanceof BaseRecurrentLayer
                ? ((BaseRecurrentLayer) layer).getRnnDataFormat()
                : RNNFormat.NCW;
        return InputType.recurrent(features, STEPS, order);
      default:
        if (reader.before instanceof CnnToFeedForwardPreProcessor) {
          var image = (CnnToFeedForwardPreProcessor) reader.before;
          return InputType.convolutional(
              image.getInputHeight(),
              image.getInputWidth(),
              image.getNumChannels(),
              image.getFormat());
        }
        return InputType.convolutional(size, size, features, imageFormat(layer));
    }
  }

  private static CNN2DFormat imageFormat(Layer layer) {
    if (layer instanceof ConvolutionLayer) {
      return ((ConvolutionLayer) layer).getCnn2dDataFormat();
    }
    return layer instanceof SubsamplingLayer
        ? ((SubsamplingLayer) layer).getCnn2dDataFormat()
        : CNN2DFormat.NCHW;
  }

  private boolean fits(List<InputType> types) {
    Map<String, InputType> outputs = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      outputs.put(inputs.get(i), types.get(i));
    }
    int index = 0;
    for (Node node : nodes) {
      List<InputType> read = new ArrayList<>();
      node.inputs.forEach(input -> read.add(outputs.get(input)));
      InputType output = output(node, index++, read);
      if (output == null) {
        return false;
      }
      outputs.put(node.name, output);
    }
    return true;
  }

  /**
   * As the node reports it, which throws many kinds of exceptions for inputs that it does not
   * accept.
   */
  private static InputType output(Node node, int index, List<InputType> types) {
    try {
      return node.output(index, types);
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** How many features a layer reads; 0 if it does not say. */
  private static long featuresOf(Layer layer) {
    Layer inside = inside(layer);
    return inside instanceof FeedForwardLayer ? ((FeedForwardLayer) inside).getNIn() : 0;
  }

  private static long featuresOf(InputType type) {
    switch (type.getType()) {
      case RNN:
        return ((InputType.InputTypeRecurrent) type).getSize();
      case CNN:
        return ((InputType.InputTypeConvolutional) type).getChannels();
      default:
        return type.arrayElementsPerExample();
    }
  }

  private static Layer inside(Layer layer) {
    if (layer instanceof BaseWrapperLayer) {
      return inside(((BaseWrapperLayer) layer).getUnderlying());
    }
    if (layer instanceof FrozenLayer) {
      return inside(((FrozenLayer) layer).getLayer());
    }
    return layer instanceof Bidirectional ? inside(((Bidirectional) layer).getFwd()) : layer;
  }
}

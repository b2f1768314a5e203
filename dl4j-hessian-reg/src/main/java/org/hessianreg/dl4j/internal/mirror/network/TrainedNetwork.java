package org.hessianreg.dl4j.internal.mirror.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What training needs to know of a {@code MultiLayerNetwork} or {@code ComputationGraph}, in the
 * same words for both. Holds no state but the network, and what its dropout has drawn in the
 * current step.
 */
public final class TrainedNetwork {

  private final Model model;
  private final List<Layer> layers;
  private final Supplier<List<NetworkNode>> nodes;
  private final Map<String, Supplier<INDArray>> features;
  private final Map<String, Supplier<INDArray>> inputMasks;
  private final DropoutRecord dropout = new DropoutRecord();
  private final SettingsReader settings = new SettingsReader();
  private final IntSupplier iteration;
  private final IntSupplier epoch;

  private TrainedNetwork(
      Model model,
      Supplier<List<NetworkNode>> nodes,
      Map<String, Supplier<INDArray>> features,
      Map<String, Supplier<INDArray>> inputMasks,
      IntSupplier iteration,
      IntSupplier epoch) {
    this.model = model;
    this.layers = List.copyOf(layers(model));
    this.nodes = nodes;
    this.features = features;
    this.inputMasks = inputMasks;
    this.iteration = iteration;
    this.epoch = epoch;
  }

  /**
   * Reads a network.
   *
   * @param net an initialised network
   * @return what training needs to know of it
   */
  public static TrainedNetwork of(MultiLayerNetwork net) {
    return new TrainedNetwork(
        net,
        () -> nodes(net),
        Map.of("features", net::getInput),
        Map.of(),
        net::getIterationCount,
        net::getEpochCount);
  }

  private static List<NetworkNode> nodes(MultiLayerNetwork net) {
    List<NetworkNode> nodes = new ArrayList<>();
    Layer[] layers = net.getLayers();
    for (int i = 0; i < layers.length; i++) {
      String name = Integer.toString(i);
      List<String> input = List.of(i == 0 ? "features" : Integer.toString(i - 1));
      var preProcessor = net.getLayerWiseConfigurations().getInputPreProcess(i);
      NetworkNode node =
          i == layers.length - 1
              ? NetworkNode.ofOutput(name, input, preProcessor, layers[i], net::getLabels)
              : NetworkNode.ofLayer(name, input, preProcessor, layers[i]);
      nodes.add(node.configured(net.getLayerWiseConfigurations().getConf(i).getLayer()));
    }
    return nodes;
  }

  /**
   * Reads a network.
   *
   * @param net an initialised network
   * @return what training needs to know of it
   */
  public static TrainedNetwork of(ComputationGraph net) {
    Map<String, Supplier<INDArray>> features = new LinkedHashMap<>();
    Map<String, Supplier<INDArray>> inputMasks = new LinkedHashMap<>();
    List<String> inputs = net.getConfiguration().getNetworkInputs();
    for (int i = 0; i < inputs.size(); i++) {
      int index = i;
      features.put(inputs.get(i), () -> net.getInput(index));
      inputMasks.put(
          inputs.get(i),
          () -> net.getInputMaskArrays() == null ? null : net.getInputMaskArrays()[index]);
    }
    return new TrainedNetwork(
        net, () -> nodes(net), features, inputMasks, net::getIterationCount, net::getEpochCount);
  }

  private static List<NetworkNode> nodes(ComputationGraph net) {
    List<NetworkNode> nodes = new ArrayList<>();
    GraphVertex[] vertices = net.getVertices();
    for (int index : net.topologicalSortOrder()) {
      GraphVertex vertex = vertices[index];
      if (!vertex.isInputVertex()) {
        nodes.add(node(net, vertex));
      }
    }
    return nodes;
  }

  private static NetworkNode node(ComputationGraph net, GraphVertex vertex) {
    String name = vertex.getVertexName();
    List<String> inputs = new ArrayList<>();
    for (VertexIndices input : vertex.getInputVertices()) {
      inputs.add(net.getVertices()[input.getVertexIndex()].getVertexName());
    }
    var conf = net.getConfiguration().getVertices().get(name);
    if (conf instanceof FrozenVertex) {
      return node(net, vertex, inputs, ((FrozenVertex) conf).getUnderlying()).frozen();
    }
    return node(net, vertex, inputs, conf);
  }

  private static NetworkNode node(
      ComputationGraph net,
      GraphVertex vertex,
      List<String> inputs,
      org.deeplearning4j.nn.conf.graph.GraphVertex conf) {
    String name = vertex.getVertexName();
    if (!(conf instanceof LayerVertex)) {
      return NetworkNode.ofVertex(name, inputs, conf, vertex);
    }
    Layer layer = vertex.getLayer();
    var preProcessor = ((LayerVertex) conf).getPreProcessor();
    NetworkNode node;
    if (net.getConfiguration().getNetworkOutputs().contains(name)) {
      // The graph itself has no method for its labels at the end of a step.
      IOutputLayer output = (IOutputLayer) Freezing.inner(layer);
      node = NetworkNode.ofOutput(name, inputs, preProcessor, layer, output::getLabels);
    } else {
      node = NetworkNode.ofLayer(name, inputs, preProcessor, layer);
    }
    return node.configured(((LayerVertex) conf).getLayerConf().getLayer());
  }

  /**
   * Reads a network of either kind.
   *
   * @param model what a listener is given
   * @return what training needs to know of it
   * @throws HessianTraceException if it is neither, but a layer that is pretrained for instance
   */
  public static TrainedNetwork of(Model model) {
    if (model instanceof MultiLayerNetwork) {
      return of((MultiLayerNetwork) model);
    }
    if (model instanceof ComputationGraph) {
      return of((ComputationGraph) model);
    }
    throw new HessianTraceException(
        String.format(
            "The Hessian-trace penalty is enabled for a network, but a %s is trained, as in"
                + " layerwise pretraining.",
            model.getClass().getSimpleName()),
        "call HessianTrace.disable(net) before pretraining, and HessianTrace.enable(net, reg)"
            + " after it.");
  }

  /**
   * Distinguishes a network from a layer that is pretrained.
   *
   * @param model what a listener is given
   * @return true for a network of either kind
   */
  public static boolean isNetwork(Model model) {
    return model instanceof MultiLayerNetwork || model instanceof ComputationGraph;
  }

  /**
   * Returns whether this was read from a model whose layers are still the same objects.
   *
   * @param other a model
   * @return false if the network must be read anew
   */
  @SuppressWarnings("ReferenceEquality") // Networks and layers of equal content are others.
  public boolean isOf(Model other) {
    if (model != other) {
      return false;
    }
    List<Layer> present = layers(other);
    return present.size() == layers.size()
        && IntStream.range(0, layers.size()).allMatch(i -> present.get(i) == layers.get(i));
  }

  private static List<Layer> layers(Model model) {
    return model instanceof MultiLayerNetwork
        ? Arrays.asList(((MultiLayerNetwork) model).getLayers())
        : Arrays.stream(((ComputationGraph) model).getVertices())
            .filter(GraphVertex::hasLayer)
            .map(GraphVertex::getLayer)
            .collect(Collectors.toList());
  }

  /**
   * Returns whether the network has been closed.
   *
   * @return true if its arrays are gone
   */
  public boolean isClosed() {
    return model.params().wasClosed();
  }

  /**
   * The layers and vertices with the settings that they have now.
   *
   * @return the nodes in the order of execution
   */
  public List<NetworkNode> nodes() {
    return nodes.get();
  }

  /**
   * The inputs, as they are in this step.
   *
   * @return the minibatch's features by the inputs' names
   */
  public Map<String, Supplier<INDArray>> features() {
    return features;
  }

  /**
   * The masks of the inputs of a graph, as they are in this step.
   *
   * @return the masks by the inputs' names; a mask may be null
   */
  public Map<String, Supplier<INDArray>> inputMasks() {
    return inputMasks;
  }

  /**
   * What dropout has drawn in this step.
   *
   * @return the record, one object for all steps
   */
  public DropoutRecord dropout() {
    return dropout;
  }

  /**
   * Records what dropout draws in a step that is to be mirrored. To be called when the network's
   * forward pass has run and its backward pass has not. Changes nothing of the step.
   *
   * @param activations what the layers returned, the network's input first
   * @throws HessianTraceException if what dropout drew cannot be read
   */
  public void recordDropout(List<INDArray> activations) {
    Map<String, INDArray> byName = new HashMap<>();
    for (int i = 1; i < activations.size(); i++) {
      byName.put(Integer.toString(i - 1), activations.get(i));
    }
    recordDropout(byName);
  }

  /**
   * As {@link #recordDropout(List)}, for a graph.
   *
   * @param activations what the vertices returned, by their names
   * @throws HessianTraceException as there
   */
  public void recordDropout(Map<String, INDArray> activations) {
    dropout.begin(nodes(), activations);
  }

  /** Ends the recording; to be called when the network's backward pass has run. */
  public void endDropout() {
    dropout.end();
  }

  /**
   * The type of the network's parameters.
   *
   * @return a floating-point type
   */
  public DataType dataType() {
    return model.params().dataType();
  }

  /**
   * The iteration that comes next or is being computed.
   *
   * @return at least 0
   */
  public int iteration() {
    return iteration.getAsInt();
  }

  /**
   * The epoch of the iteration.
   *
   * @return at least 0
   */
  public int epoch() {
    return epoch.getAsInt();
  }

  /**
   * Whether the network is trained on segments of sequences, a state carried between them.
   *
   * @return true in truncated backpropagation through time
   */
  public boolean isTruncated() {
    BackpropType type =
        model instanceof MultiLayerNetwork
            ? ((MultiLayerNetwork) model).getLayerWiseConfigurations().getBackpropType()
            : ((ComputationGraph) model).getConfiguration().getBackpropType();
    return type == BackpropType.TruncatedBPTT;
  }

  /**
   * Whether the network's own gradient of the current step is meant to be the gradient of its
   * score. In truncated backpropagation through time it is not from the second segment of a
   * sequence on: Deeplearning4j 1.0.0-M2.1 goes forward from the state that the segment before has
   * left, but backward as if there were none.
   *
   * @return false if the two cannot be compared
   */
  public boolean hasGradientOfScore() {
    return !isTruncated()
        || nodes().stream()
            .map(NetworkNode::layer)
            .filter(BaseRecurrentLayer.class::isInstance)
            .allMatch(layer -> ((BaseRecurrentLayer<?>) layer).rnnGetPreviousState().isEmpty());
  }

  private NeuralNetConfiguration configuration() {
    return model.conf();
  }

  /**
   * What the gradient of the score must be multiplied with to have the scale of the network's
   * gradients before its updater has run.
   *
   * @return the number of examples, if the updater divides by it
   */
  public double gradientScale() {
    return configuration().isMiniBatch() ? model.batchSize() : 1.0;
  }

  /**
   * The network's gradient of a parameter, before its updater has run.
   *
   * @param parameter the parameter's name
   * @return a view of the network's gradients
   * @throws HessianTraceException if the network does not train the parameter
   */
  public INDArray requireGradient(String parameter) {
    INDArray gradient = model.gradient().getGradientFor(parameter);
    if (gradient == null) {
      throw new HessianTraceException(
          String.format("The network has no gradient of parameter '%s'.", parameter),
          "report the network's configuration as a defect of this library.");
    }
    // The gradient of a 1D convolution's weights lacks their last dimension, that of a row its
    // first.
    long[] shape = parameter(parameter).shape();
    return gradient.rank() == shape.length ? gradient : gradient.reshape('c', true, shape);
  }

  private INDArray parameter(String name) {
    // A graph's getParam knows those of layers only, not those of vertices.
    return model instanceof ComputationGraph ? model.paramTable().get(name) : model.getParam(name);
  }

  /**
   * The shapes of all that a mirror reads in this step: as long as they are the same, one mirror
   * serves.
   *
   * @return an object with {@code equals} and {@code hashCode}
   */
  public Object shapes() {
    List<Object> shapes = new ArrayList<>();
    features.values().forEach(source -> shapes.add(shape(source.get())));
    inputMasks.values().forEach(source -> shapes.add(shape(source.get())));
    shapes.add(dropout.parts());
    for (NetworkNode node : nodes()) {
      if (node.layer() != null) {
        shapes.add(shape(node.layer().getMaskArray()));
        if (isTruncated() && node.layer() instanceof BaseRecurrentLayer) {
          // The first segment of a sequence has no state.
          shapes.add(((BaseRecurrentLayer<?>) node.layer()).rnnGetPreviousState().keySet());
        }
      }
      if (node.isOutput()) {
        shapes.add(shape(node.labels()));
      }
    }
    return shapes;
  }

  /**
   * The settings of all parts that determine the score, as they are now. The network follows a
   * change of them from its next step on.
   *
   * @param followed classes of the user whose changing settings a mirror reads at every step
   * @return a value that is equal as long as nothing has changed
   */
  public Settings settings(Set<Class<?>> followed) {
    List<Object> parts = new ArrayList<>();
    parts.add(configuration().isMiniBatch());
    parts.add(isTruncated());
    for (NetworkNode node : nodes()) {
      parts.add(node.conf());
      parts.add(node.vertex());
      parts.add(node.preProcessor());
    }
    return settings.read(parts, followed);
  }

  private static String shape(INDArray array) {
    return array == null ? "none" : array.dataType() + Arrays.toString(array.shape());
  }
}

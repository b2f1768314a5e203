package org.hessianreg.dl4j.internal.mirror;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Trainable;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.execution.GraphShapes;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The graph that a mirror is written into, and where its inputs come from. */
final class MirrorGraph {

  private final TrainedNetwork network;
  private final MirrorCalls calls;
  private final long examples;
  private final boolean truncated;
  private final SameDiff graph = SameDiff.create();
  private final GraphShapes shapes = new GraphShapes(graph);
  private final Map<String, SDVariable> inputs = new HashMap<>();
  private final Map<String, SDVariable> parameters = new HashMap<>();
  private final Map<String, Supplier<INDArray>> sources = new LinkedHashMap<>();
  private final Map<String, Double> factors = new HashMap<>();
  private final List<Objection> objections = new ArrayList<>();
  private final Set<String> ends = new LinkedHashSet<>();
  private final Set<Class<?>> followed = new HashSet<>();

  MirrorGraph(TrainedNetwork network, Mirrors mirrors, long examples) {
    this.network = network;
    this.calls = new MirrorCalls(mirrors, new LayerNoise(network.dropout()));
    this.examples = examples;
    this.truncated = network.isTruncated();
    graph.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
  }

  SameDiff graph() {
    return graph;
  }

  GraphShapes shapes() {
    return shapes;
  }

  MirrorCalls calls() {
    return calls;
  }

  TrainedNetwork network() {
    return network;
  }

  DataType dataType() {
    return network.dataType();
  }

  long examples() {
    return examples;
  }

  /** Whether the network is trained on segments of sequences, a state carried between them. */
  boolean isTruncated() {
    return truncated;
  }

  /** Where the arrays of the graph's inputs are, by the inputs' names. */
  Map<String, Supplier<INDArray>> sources() {
    return sources;
  }

  /** What may be wrong with the arrays that were read last. */
  List<Objection> objections() {
    return objections;
  }

  /** Names of the variables at which the model ends. */
  Set<String> ends() {
    return ends;
  }

  /** Classes of parts whose changing numbers are read at every step. */
  Set<Class<?>> followed() {
    return followed;
  }

  void endOfModel(SDVariable variable) {
    ends.add(variable.name());
  }

  /**
   * Makes the parameters of a layer or vertex known. To be called for all layers before the first
   * op: SameDiff puts the current name scope before a variable's name.
   *
   * @param factor the network's gradients of them as a multiple of its score's; 0 if the network
   *     does not train them, which makes them constants of the step
   */
  void declare(String node, Trainable layer, double factor) {
    Map<String, INDArray> table = layer.paramTable(false);
    if (table == null) {
      return;
    }
    table.forEach(
        (key, array) -> {
          String name = parameterName(node, key);
          if (factor != 0.0) {
            factors.put(name, factor);
            parameters.put(name, graph.var(name, array));
            sources.put(name, () -> layer.paramTable(false).get(key));
          } else {
            parameters.put(
                name, input("untrained/" + name, () -> layer.paramTable(false).get(key)));
          }
        });
  }

  /** The factor that a parameter has been declared with. */
  double factor(String parameter) {
    return factors.get(parameter);
  }

  /** A placeholder for the network's own gradient of a trained parameter. */
  SDVariable ownGradient(String parameter) {
    return inputs.computeIfAbsent(
        "gradient/" + parameter,
        key -> {
          SDVariable like = graph.getVariable(parameter);
          SDVariable placeholder =
              graph.placeHolder(placeholder(key), like.dataType(), like.getShape());
          sources.put(placeholder.name(), () -> network.requireGradient(parameter));
          return placeholder;
        });
  }

  static String parameterName(String node, String key) {
    return node + "_" + key;
  }

  boolean hasParameter(String node, String key) {
    return parameters.containsKey(parameterName(node, key));
  }

  SDVariable parameter(String node, String key) {
    SDVariable parameter = parameters.get(parameterName(node, key));
    if (parameter == null) {
      throw new HessianTraceException(
          String.format("'%s' has no parameter '%s'.", node, key),
          "ask for parameters that the layer has.");
    }
    return parameter;
  }

  /** A name that no parameter has, whatever the layers are called. */
  private String placeholder(String key) {
    String name = "in/" + key;
    while (graph.hasVariable(name)) {
      name += "_";
    }
    return name;
  }

  /** A placeholder for an array that each step brings along. */
  SDVariable input(String key, Supplier<INDArray> source) {
    return inputs.computeIfAbsent(
        key,
        k -> {
          INDArray now = source.get();
          SDVariable placeholder = graph.placeHolder(placeholder(k), now.dataType(), now.shape());
          sources.put(placeholder.name(), source);
          return placeholder;
        });
  }
}

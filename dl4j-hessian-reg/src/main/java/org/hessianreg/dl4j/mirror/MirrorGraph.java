package org.hessianreg.dl4j.mirror;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.hessianreg.samediff.execution.GraphShapes;
import org.hessianreg.samediff.graph.HessianGraphException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The graph that a mirror is written into, and where its inputs come from. */
final class MirrorGraph {

  private final Mirrors mirrors;
  private final DataType dataType;
  private final long examples;
  private final boolean truncated;
  private final SameDiff graph = SameDiff.create();
  private final GraphShapes shapes = new GraphShapes(graph);
  private final Map<String, SDVariable> inputs = new HashMap<>();
  private final Map<String, Supplier<INDArray>> sources = new LinkedHashMap<>();
  private final Set<String> ends = new LinkedHashSet<>();

  MirrorGraph(Mirrors mirrors, DataType dataType, long examples, boolean truncated) {
    this.mirrors = mirrors;
    this.dataType = dataType;
    this.examples = examples;
    this.truncated = truncated;
    graph.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
  }

  SameDiff graph() {
    return graph;
  }

  GraphShapes shapes() {
    return shapes;
  }

  Mirrors mirrors() {
    return mirrors;
  }

  DataType dataType() {
    return dataType;
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

  /** Names of the variables at which the model ends. */
  Set<String> ends() {
    return ends;
  }

  void endOfModel(SDVariable variable) {
    ends.add(variable.name());
  }

  /**
   * Makes a layer's parameters known. To be called for all layers before the first op: SameDiff
   * puts the current name scope before a variable's name.
   *
   * @param trained whether the network trains them; otherwise they are constants of the step
   */
  void declare(String node, Layer layer, boolean trained) {
    Map<String, INDArray> table = layer.paramTable(false);
    if (table == null) {
      return;
    }
    table.forEach(
        (key, array) -> {
          String name = parameterName(node, key);
          if (trained) {
            inputs.put(name, graph.var(name, array));
            sources.put(name, () -> layer.getParam(key));
          } else {
            input(name, () -> layer.getParam(key));
          }
        });
  }

  private static String parameterName(String node, String key) {
    return node + "_" + key;
  }

  boolean hasParameter(String node, String key) {
    return inputs.containsKey(parameterName(node, key));
  }

  SDVariable parameter(String node, String key) {
    SDVariable parameter = inputs.get(parameterName(node, key));
    if (parameter == null) {
      throw new HessianGraphException(
          String.format("'%s' has no parameter '%s'.", node, key),
          "ask for parameters that the layer has.");
    }
    return parameter;
  }

  /** A placeholder for an array that each step brings along. */
  SDVariable input(String key, Supplier<INDArray> source) {
    return inputs.computeIfAbsent(
        key,
        k -> {
          INDArray now = source.get();
          SDVariable placeholder = graph.placeHolder("in/" + k, now.dataType(), now.shape());
          sources.put(placeholder.name(), source);
          return placeholder;
        });
  }
}

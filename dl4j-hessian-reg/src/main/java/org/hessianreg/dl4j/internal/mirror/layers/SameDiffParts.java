package org.hessianreg.dl4j.internal.mirror.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.hessianreg.dl4j.mirror.VertexScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers and vertices that are defined by SameDiff ops already. */
final class SameDiffParts {

  private SameDiffParts() {}

  static SDVariable layer(LayerScope<? extends SameDiffLayer> layer, SDVariable input) {
    SDVariable mask = layer.mask() == null ? ones(layer, input) : layer.mask();
    return defined(
        layer,
        () ->
            layer
                .conf()
                .defineLayer(
                    layer.graph(), ShapedVariable.of(layer, input), parameters(layer), mask));
  }

  /** What DL4J gives a layer for a mask if there is none. */
  private static SDVariable ones(LayerScope<? extends AbstractSameDiffLayer> layer, SDVariable x) {
    INDArray like = Nd4j.create(layer.dataType(), layer.shape(x));
    return layer.graph().constant(layer.conf().onesMaskForInput(like));
  }

  private static Map<String, SDVariable> parameters(
      LayerScope<? extends AbstractSameDiffLayer> layer) {
    Map<String, SDVariable> parameters = new LinkedHashMap<>();
    layer
        .conf()
        .getLayerParams()
        .getParamShapes()
        .keySet()
        .forEach(key -> parameters.put(key, layer.parameter(key)));
    return parameters;
  }

  static SDVariable output(
      LayerScope<? extends SameDiffOutputLayer> layer, SDVariable input, SDVariable labels) {
    SDVariable loss =
        defined(
            layer,
            () ->
                layer
                    .conf()
                    .defineLayer(
                        layer.graph(), ShapedVariable.of(layer, input), labels, parameters(layer)));
    String end = layer.conf().activationsVertexName();
    SDVariable activations =
        "input".equals(end) ? input : layer.graph().getVariable(prefix(layer) + end);
    if (activations != null) {
      layer.endOfModel(activations);
    }
    return loss.sum();
  }

  private static String prefix(MirrorScope<?> at) {
    return at.graph().currentNameScope() + "/";
  }

  static SDVariable vertex(VertexScope<? extends SameDiffVertex> vertex, List<SDVariable> inputs) {
    SameDiffVertex conf = definable(vertex);
    Map<String, SDVariable> named = new LinkedHashMap<>();
    Map<String, SDVariable> masks = new LinkedHashMap<>();
    List<String> names = vertex.conf().getVertexParams().getInputs();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), ShapedVariable.of(vertex, inputs.get(i)));
      masks.put(names.get(i), ones(vertex, inputs.get(i)));
    }
    Map<String, SDVariable> parameters = new LinkedHashMap<>();
    vertex
        .conf()
        .getVertexParams()
        .getParamShapes()
        .keySet()
        .forEach(key -> parameters.put(key, vertex.parameter(key)));
    return defined(vertex, () -> conf.defineVertex(vertex.graph(), named, parameters, masks));
  }

  /** A lambda vertex keeps the variables of the first graph that it has been defined in. */
  private static SameDiffVertex definable(VertexScope<? extends SameDiffVertex> vertex) {
    requireNoMasks(vertex);
    return vertex.conf() instanceof SameDiffLambdaVertex
        ? (SameDiffVertex) vertex.conf().clone()
        : vertex.conf();
  }

  static void requireNoMasks(VertexScope<?> vertex) {
    if (vertex.anyInputMask()) {
      throw vertex.refusal(
          "the masks that the vertex is given cannot be read.",
          "train it on minibatches without masks of features.");
    }
  }

  /** What DL4J gives a vertex for the mask of an input if there is none. */
  private static SDVariable ones(VertexScope<?> vertex, SDVariable input) {
    long[] shape = vertex.shape(input);
    long[] ones;
    switch (shape.length) {
      case 2:
        ones = new long[] {shape[0], 1};
        break;
      case 3:
        ones = new long[] {shape[0], shape[2]};
        break;
      default:
        ones = new long[] {shape[0], 1, 1, 1};
    }
    return vertex.graph().constant(Nd4j.ones(vertex.dataType(), ones));
  }

  private static SDVariable defined(MirrorScope<?> part, Supplier<SDVariable> definition) {
    Set<String> before = Set.copyOf(part.graph().variableMap().keySet());
    SDVariable result = definition.get();
    part.graph()
        .variables()
        .forEach(
            variable -> {
              if (variable.getVariableType() == VariableType.VARIABLE
                  && !before.contains(variable.name())) {
                throw part.refusal(
                    String.format("its definition makes a variable '%s'.", variable.name()),
                    "make it a parameter of the layer, or a constant.");
              }
            });
    return result;
  }
}

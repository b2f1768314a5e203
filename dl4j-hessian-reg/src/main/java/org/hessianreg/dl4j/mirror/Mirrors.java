package org.hessianreg.dl4j.mirror;

import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The mirrors of the parts of networks, by the class of the part. Immutable.
 *
 * <p>A part of a class that has no mirror is refused, a subclass of one that has included, since it
 * may compute something else. Only the mirror of an abstract class, {@code SameDiffLayer} for
 * instance, stands for its subclasses. A user's own layer gets a mirror by
 *
 * <pre>{@code
 * Mirrors mirrors = Mirrors.builtIn().layer(MyLayer.class, (layer, x) ->
 *     layer.activation(layer.conf().getActivationFn(), x.mmul(layer.parameter("W"))));
 * HessianTrace.enable(net, reg, mirrors);
 * }</pre>
 */
public final class Mirrors {

  private final Map<Class<?>, LayerMirror<?>> layers;
  private final Map<Class<?>, OutputLayerMirror<?>> outputs;
  private final Map<Class<?>, VertexMirror<?>> vertices;
  private final Map<Class<?>, PreProcessorMirror<?>> preProcessors;
  private final Map<Class<?>, ActivationMirror<?>> activations;
  private final Map<Class<?>, LossMirror<?>> losses;

  private Mirrors(
      Map<Class<?>, LayerMirror<?>> layers,
      Map<Class<?>, OutputLayerMirror<?>> outputs,
      Map<Class<?>, VertexMirror<?>> vertices,
      Map<Class<?>, PreProcessorMirror<?>> preProcessors,
      Map<Class<?>, ActivationMirror<?>> activations,
      Map<Class<?>, LossMirror<?>> losses) {
    this.layers = layers;
    this.outputs = outputs;
    this.vertices = vertices;
    this.preProcessors = preProcessors;
    this.activations = activations;
    this.losses = losses;
  }

  static Mirrors none() {
    return new Mirrors(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  /**
   * The mirrors that this library has.
   *
   * @return a table to which more can be added
   */
  public static Mirrors builtIn() {
    return BuiltInMirrors.table();
  }

  /**
   * Adds the mirror of a layer, or replaces it.
   *
   * @param <C> the layer's configuration
   * @param conf the class of the configuration
   * @param mirror its forward pass
   * @return a table with it
   */
  public <C extends org.deeplearning4j.nn.conf.layers.Layer> Mirrors layer(
      Class<C> conf, LayerMirror<? super C> mirror) {
    return new Mirrors(
        with(layers, conf, mirror), outputs, vertices, preProcessors, activations, losses);
  }

  /**
   * Adds the mirror of an output layer, or replaces it.
   *
   * @param <C> the layer's configuration
   * @param conf the class of the configuration
   * @param mirror its part of the score
   * @return a table with it
   */
  public <C extends org.deeplearning4j.nn.conf.layers.Layer> Mirrors outputLayer(
      Class<C> conf, OutputLayerMirror<? super C> mirror) {
    return new Mirrors(
        layers, with(outputs, conf, mirror), vertices, preProcessors, activations, losses);
  }

  /**
   * Adds the mirror of a vertex, or replaces it.
   *
   * @param <V> the vertex's configuration
   * @param conf the class of the configuration
   * @param mirror its forward pass
   * @return a table with it
   */
  public <V extends GraphVertex> Mirrors vertex(Class<V> conf, VertexMirror<? super V> mirror) {
    return new Mirrors(
        layers, outputs, with(vertices, conf, mirror), preProcessors, activations, losses);
  }

  /**
   * Adds the mirror of an input preprocessor, or replaces it.
   *
   * @param <P> the preprocessor
   * @param preProcessor its class
   * @param mirror what it does
   * @return a table with it
   */
  public <P extends InputPreProcessor> Mirrors preProcessor(
      Class<P> preProcessor, PreProcessorMirror<? super P> mirror) {
    return new Mirrors(
        layers, outputs, vertices, with(preProcessors, preProcessor, mirror), activations, losses);
  }

  /**
   * Adds the mirror of an activation function, or replaces it.
   *
   * @param <A> the activation function
   * @param activation its class
   * @param mirror its value
   * @return a table with it
   */
  public <A extends IActivation> Mirrors activation(
      Class<A> activation, ActivationMirror<? super A> mirror) {
    return new Mirrors(
        layers, outputs, vertices, preProcessors, with(activations, activation, mirror), losses);
  }

  /**
   * Adds the mirror of a loss function, or replaces it.
   *
   * @param <L> the loss function
   * @param loss its class
   * @param mirror its score
   * @return a table with it
   */
  public <L extends ILossFunction> Mirrors loss(Class<L> loss, LossMirror<? super L> mirror) {
    return new Mirrors(
        layers, outputs, vertices, preProcessors, activations, with(losses, loss, mirror));
  }

  /** The classes of all parts that have a mirror. */
  Set<Class<?>> parts() {
    return Stream.of(layers, outputs, vertices, preProcessors, activations, losses)
        .flatMap(table -> table.keySet().stream())
        .collect(Collectors.toSet());
  }

  private static <M> Map<Class<?>, M> with(Map<Class<?>, M> table, Class<?> key, M mirror) {
    Map<Class<?>, M> more = new HashMap<>(table);
    more.put(key, mirror);
    return Map.copyOf(more);
  }

  @SuppressWarnings("unchecked") // The tables are filled with pairs of matching types only.
  <C> SDVariable activations(LayerScope<C> scope, SDVariable input) {
    LayerMirror<C> mirror = (LayerMirror<C>) find(layers, scope, scope.conf(), "layer");
    return mirror.activations(scope, LayerNoise.applied(scope, input));
  }

  @SuppressWarnings("unchecked")
  <C> SDVariable score(LayerScope<C> scope, SDVariable input, SDVariable labels) {
    OutputLayerMirror<C> mirror =
        (OutputLayerMirror<C>) find(outputs, scope, scope.conf(), "output layer");
    return mirror.score(scope, LayerNoise.applied(scope, input), labels);
  }

  @SuppressWarnings("unchecked")
  <V> SDVariable activations(VertexScope<V> scope, List<SDVariable> inputs) {
    VertexMirror<V> mirror = (VertexMirror<V>) find(vertices, scope, scope.conf(), "vertex");
    return mirror.activations(scope, inputs);
  }

  @SuppressWarnings("unchecked")
  <P> SDVariable processed(MirrorScope<?> at, P preProcessor, SDVariable input) {
    PreProcessorMirror<P> mirror =
        (PreProcessorMirror<P>) find(preProcessors, at, preProcessor, "input preprocessor");
    return mirror.processed(new MirrorScope<>(at, preProcessor), input);
  }

  @SuppressWarnings("unchecked")
  <A> SDVariable activation(MirrorScope<?> at, A function, SDVariable z) {
    ActivationMirror<A> mirror =
        (ActivationMirror<A>) find(activations, at, function, "activation function");
    return mirror.value(new MirrorScope<>(at, function), z);
  }

  @SuppressWarnings("unchecked")
  <L> SDVariable score(
      MirrorScope<?> at,
      L function,
      IActivation activation,
      SDVariable labels,
      SDVariable preOutput,
      SDVariable mask) {
    LossMirror<L> mirror = (LossMirror<L>) find(losses, at, function, "loss function");
    return mirror.score(new LossScope<>(at, function, activation, labels, preOutput, mask));
  }

  /** Checks that the parts of a node have mirrors, without writing any. */
  void require(NetworkNode node) {
    if (node.layer() == null) {
      find(vertices, node.name(), node.vertex(), "vertex");
      return;
    }
    if (node.isOutput()) {
      find(outputs, node.name(), node.conf(), "output layer");
    } else {
      find(layers, node.name(), node.conf(), "layer");
    }
    if (node.preProcessor() != null) {
      find(preProcessors, node.name(), node.preProcessor(), "input preprocessor");
    }
    if (node.conf() instanceof OutputLayer) {
      ILossFunction loss = ((OutputLayer) node.conf()).getLossFn();
      find(losses, node.name(), loss, "loss function");
    }
  }

  private static <M> M find(Map<Class<?>, M> table, MirrorScope<?> at, Object part, String kind) {
    return find(table, at.name(), part, kind);
  }

  private static <M> M find(Map<Class<?>, M> table, String name, Object part, String kind) {
    M mirror = table.get(part.getClass());
    for (Class<?> c = part.getClass().getSuperclass(); mirror == null && c != null; ) {
      mirror = Modifier.isAbstract(c.getModifiers()) ? table.get(c) : null;
      c = c.getSuperclass();
    }
    if (mirror == null) {
      throw new HessianTraceException(
          String.format("'%s': %s %s is not supported.", name, kind, part.getClass().getName()),
          "give it a mirror: Mirrors.builtIn()."
              + method(kind)
              + "(...), to be passed to HessianTrace.enable(net, reg, mirrors).");
    }
    return mirror;
  }

  private static String method(String kind) {
    switch (kind) {
      case "output layer":
        return "outputLayer";
      case "input preprocessor":
        return "preProcessor";
      case "activation function":
        return "activation";
      case "loss function":
        return "loss";
      default:
        return kind;
    }
  }
}

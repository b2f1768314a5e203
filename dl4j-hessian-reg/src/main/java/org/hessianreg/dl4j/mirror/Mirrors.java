package org.hessianreg.dl4j.mirror;

import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
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

  /**
   * The mirror of a layer, for a mirror that adds something to it for instance.
   *
   * @param <C> the layer's configuration
   * @param conf the configuration
   * @return the mirror of its class or of an abstract class above it; empty if it has none
   */
  public <C> Optional<LayerMirror<C>> layerMirror(C conf) {
    return find(layers, conf);
  }

  /**
   * The mirror of an output layer.
   *
   * @param <C> the layer's configuration
   * @param conf the configuration
   * @return the mirror of its class or of an abstract class above it; empty if it has none
   */
  public <C> Optional<OutputLayerMirror<C>> outputLayerMirror(C conf) {
    return find(outputs, conf);
  }

  /**
   * The mirror of a vertex.
   *
   * @param <V> the vertex's configuration
   * @param conf the configuration
   * @return the mirror of its class or of an abstract class above it; empty if it has none
   */
  public <V> Optional<VertexMirror<V>> vertexMirror(V conf) {
    return find(vertices, conf);
  }

  /**
   * The mirror of an input preprocessor.
   *
   * @param <P> the preprocessor
   * @param preProcessor the preprocessor
   * @return the mirror of its class or of an abstract class above it; empty if it has none
   */
  public <P> Optional<PreProcessorMirror<P>> preProcessorMirror(P preProcessor) {
    return find(preProcessors, preProcessor);
  }

  /**
   * The mirror of an activation function.
   *
   * @param <A> the activation function
   * @param activation the activation function
   * @return the mirror of its class or of an abstract class above it; empty if it has none
   */
  public <A> Optional<ActivationMirror<A>> activationMirror(A activation) {
    return find(activations, activation);
  }

  /**
   * The mirror of a loss function.
   *
   * @param <L> the loss function
   * @param loss the loss function
   * @return the mirror of its class or of an abstract class above it; empty if it has none
   */
  public <L> Optional<LossMirror<L>> lossMirror(L loss) {
    return find(losses, loss);
  }

  /**
   * The classes of all parts that have a mirror.
   *
   * @return classes of layers, vertices, preprocessors, activation and loss functions
   */
  public Set<Class<?>> parts() {
    return Stream.of(layers, outputs, vertices, preProcessors, activations, losses)
        .flatMap(table -> table.keySet().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <M> Map<Class<?>, M> with(Map<Class<?>, M> table, Class<?> key, M mirror) {
    Map<Class<?>, M> more = new HashMap<>(table);
    more.put(key, mirror);
    return Map.copyOf(more);
  }

  @SuppressWarnings("unchecked") // The tables are filled with pairs of matching types only.
  private static <M> Optional<M> find(Map<Class<?>, ?> table, Object part) {
    Object mirror = table.get(part.getClass());
    for (Class<?> c = part.getClass().getSuperclass(); mirror == null && c != null; ) {
      mirror = Modifier.isAbstract(c.getModifiers()) ? table.get(c) : null;
      c = c.getSuperclass();
    }
    return Optional.ofNullable((M) mirror);
  }
}

package org.hessianreg.dl4j.internal.mirror;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.hessianreg.dl4j.internal.mirror.network.Freezing;
import org.hessianreg.dl4j.internal.mirror.network.GradientFactors;
import org.hessianreg.dl4j.internal.mirror.network.LossLayerInputs;
import org.hessianreg.dl4j.internal.mirror.network.NetworkNode;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/**
 * A network's score as a SameDiff graph, for minibatches of one shape: the number that {@code
 * net.score()} reports in training, without L1 and L2.
 */
public final class NetworkMirror {

  private final MirrorGraph mirror;
  private final SDVariable score;

  private NetworkMirror(MirrorGraph mirror, SDVariable score) {
    this.mirror = mirror;
    this.score = score;
  }

  /**
   * Checks that the kinds of layers, vertices, preprocessors and loss functions of a network have
   * mirrors.
   *
   * @param network the network
   * @param mirrors the mirrors
   * @throws HessianTraceException if one has none
   */
  public static void requireMirrors(TrainedNetwork network, Mirrors mirrors) {
    network.nodes().forEach(node -> MirrorCalls.require(node, mirrors));
  }

  /**
   * Writes the mirror of a network for the shapes that the current step has. To be called after the
   * network's backward pass, while the network still knows the step's inputs, labels and masks.
   *
   * @param network the network
   * @param mirrors the mirrors of its parts
   * @return the mirror
   * @throws HessianTraceException if a part of the network has none
   */
  public static NetworkMirror of(TrainedNetwork network, Mirrors mirrors) {
    List<NetworkNode> nodes = network.nodes();
    LossLayerInputs.requireUnshared(nodes);
    long examples = network.features().values().iterator().next().get().size(0);
    MirrorGraph mirror = new MirrorGraph(network, mirrors, examples);
    GradientFactors factors = new GradientFactors(nodes);
    for (NetworkNode node : nodes) {
      boolean trained = node.freezing() == Freezing.NONE && factors.reach(node);
      mirror.declare(node.name(), node.parameters(), trained ? factors.of(node) : 0.0);
    }
    Map<String, SDVariable> values = new HashMap<>();
    network
        .features()
        .forEach((name, source) -> values.put(name, mirror.input("features/" + name, source)));
    List<SDVariable> scores = new ArrayList<>();
    for (NetworkNode node : nodes) {
      List<SDVariable> inputs = new ArrayList<>();
      node.inputs().forEach(input -> inputs.add(values.get(input)));
      try (NameScope scope = mirror.graph().withNameScope("layer_" + node.name())) {
        if (node.isOutput()) {
          scores.add(score(mirror, node, inputs.get(0)));
        } else {
          values.put(node.name(), activations(mirror, node, inputs));
        }
      }
    }
    SDVariable total = scores.get(0);
    for (int i = 1; i < scores.size(); i++) {
      total = total.add(scores.get(i));
    }
    mirror.objections().forEach(Objection::require);
    return new NetworkMirror(mirror, total);
  }

  private static SDVariable activations(
      MirrorGraph mirror, NetworkNode node, List<SDVariable> inputs) {
    SDVariable value = forward(mirror, node, inputs);
    return node.freezing().cutsGradient()
        ? new StopGradient(mirror.graph(), value).outputVariable()
        : value;
  }

  private static SDVariable forward(MirrorGraph mirror, NetworkNode node, List<SDVariable> inputs) {
    if (node.layer() == null) {
      List<SDVariable> x = new ArrayList<>();
      inputs.forEach(input -> x.add(input.castTo(mirror.dataType())));
      return mirror
          .calls()
          .activations(new GraphVertexScope<>(mirror, node.name(), node.vertex()), x);
    }
    LayerScope<?> scope = scope(mirror, node);
    return mirror.calls().activations(scope, layerInput(node, scope, inputs.get(0)));
  }

  private static SDVariable score(MirrorGraph mirror, NetworkNode node, SDVariable input) {
    LayerScope<?> scope = scope(mirror, node);
    SDVariable labels =
        node.labels() == null
            ? null
            : scope.input("labels", node::labels).castTo(mirror.dataType());
    SDVariable x = layerInput(node, scope, input);
    SDVariable sum = mirror.calls().score(scope, x, labels);
    // The updater's divisor. The reported score has the output layer's number of rows instead,
    // which is another one behind a StackVertex for instance.
    return sum.div(mirror.network().gradientScale());
  }

  private static LayerScope<?> scope(MirrorGraph mirror, NetworkNode node) {
    LayerScope<Layer> scope = new GraphLayerScope<>(mirror, node.name(), node.conf(), node.layer());
    if (node.freezing() == Freezing.PASSING_GRADIENT) {
      Frozen.requireGradientOfScore(scope);
    }
    return node.freezing().isInTestMode()
        ? scope.inner(node.conf(), node.layer(), "", false)
        : scope;
  }

  private static SDVariable layerInput(NetworkNode node, LayerScope<?> scope, SDVariable input) {
    boolean indices =
        scope.conf() instanceof EmbeddingLayer || scope.conf() instanceof EmbeddingSequenceLayer;
    SDVariable x = indices ? input : input.castTo(scope.dataType());
    return node.preProcessor() == null ? x : scope.processed(node.preProcessor(), x);
  }

  /**
   * The graph.
   *
   * @return a graph whose variables are named as the network names its parameters
   */
  public SameDiff graph() {
    return mirror.graph();
  }

  /**
   * The score's name.
   *
   * @return name of a scalar
   */
  public String score() {
    return score.name();
  }

  /**
   * Turns gradients of the mirror into what the network takes for its gradients. They are the same
   * except for the layers that DL4J trains with a multiple of the gradient.
   *
   * @param gradients gradients by the parameters' names
   * @return the network's gradients, in the same order
   */
  public Map<String, SDVariable> asTrained(Map<String, SDVariable> gradients) {
    Map<String, SDVariable> trained = new LinkedHashMap<>();
    gradients.forEach(
        (name, gradient) -> {
          double factor = factor(name);
          trained.put(name, factor == 1.0 ? gradient : gradient.mul(factor));
        });
    return trained;
  }

  /**
   * The network's own gradients as inputs of the graph, before the penalty is added to them. To be
   * called while nothing is being appended to the graph.
   *
   * @param parameters names of parameters
   * @return placeholders by the parameters' names
   */
  public Map<String, SDVariable> ownGradients(List<String> parameters) {
    Map<String, SDVariable> gradients = new LinkedHashMap<>();
    parameters.forEach(name -> gradients.put(name, mirror.ownGradient(name)));
    return gradients;
  }

  /** The network's gradient of a parameter as a multiple of its score's. */
  double factor(String parameter) {
    return mirror.factor(parameter);
  }

  /**
   * Parts of the user whose changing settings the mirror reads at every step.
   *
   * @return their classes
   */
  public Set<Class<?>> followed() {
    return Set.copyOf(mirror.followed());
  }

  /**
   * Where the network ends and its loss begins.
   *
   * @return names of variables
   */
  public Set<String> modelEnds() {
    return Set.copyOf(mirror.ends());
  }

  /**
   * The arrays of the current step.
   *
   * @param inputs names of parameters and placeholders of the graph
   * @return the network's own arrays, in the same order
   */
  public List<INDArray> read(List<String> inputs) {
    mirror.objections().clear();
    List<INDArray> arrays = new ArrayList<>();
    inputs.forEach(input -> arrays.add(mirror.sources().get(input).get()));
    return arrays;
  }

  /**
   * What may be wrong with the arrays that {@link #read} returned last.
   *
   * @return the objections, of which none need hold
   */
  public List<Objection> objections() {
    return List.copyOf(mirror.objections());
  }
}

package org.hessianreg.dl4j.internal.mirror;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.hessianreg.dl4j.internal.mirror.network.NetworkNode;
import org.hessianreg.dl4j.mirror.ActivationMirror;
import org.hessianreg.dl4j.mirror.LayerMirror;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.hessianreg.dl4j.mirror.LossMirror;
import org.hessianreg.dl4j.mirror.LossScope;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.dl4j.mirror.OutputLayerMirror;
import org.hessianreg.dl4j.mirror.PreProcessorMirror;
import org.hessianreg.dl4j.mirror.VertexMirror;
import org.hessianreg.dl4j.mirror.VertexScope;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Finds the mirrors of parts and has them append their ops, layers after what their dropout has
 * drawn.
 */
final class MirrorCalls {

  private final Mirrors mirrors;
  private final LayerNoise noise;

  MirrorCalls(Mirrors mirrors, LayerNoise noise) {
    this.mirrors = mirrors;
    this.noise = noise;
  }

  <C> SDVariable activations(LayerScope<C> scope, SDVariable input) {
    LayerMirror<C> mirror =
        require(mirrors.layerMirror(scope.conf()), scope.name(), scope.conf(), "layer", "layer");
    return mirror.activations(scope, noise.applied(scope, input));
  }

  <C> SDVariable score(LayerScope<C> scope, SDVariable input, SDVariable labels) {
    OutputLayerMirror<C> mirror =
        require(
            mirrors.outputLayerMirror(scope.conf()),
            scope.name(),
            scope.conf(),
            "output layer",
            "outputLayer");
    return mirror.score(scope, noise.applied(scope, input), labels);
  }

  <V> SDVariable activations(VertexScope<V> scope, List<SDVariable> inputs) {
    VertexMirror<V> mirror =
        require(mirrors.vertexMirror(scope.conf()), scope.name(), scope.conf(), "vertex", "vertex");
    return mirror.activations(scope, inputs);
  }

  <P> SDVariable processed(MirrorScope<P> scope, SDVariable input) {
    PreProcessorMirror<P> mirror =
        require(
            mirrors.preProcessorMirror(scope.conf()),
            scope.name(),
            scope.conf(),
            "input preprocessor",
            "preProcessor");
    return mirror.processed(scope, input);
  }

  <A> SDVariable activation(MirrorScope<A> scope, SDVariable z) {
    ActivationMirror<A> mirror =
        require(
            mirrors.activationMirror(scope.conf()),
            scope.name(),
            scope.conf(),
            "activation function",
            "activation");
    return mirror.value(scope, z);
  }

  <L> SDVariable score(LossScope<L> scope) {
    LossMirror<L> mirror =
        require(
            mirrors.lossMirror(scope.conf()), scope.name(), scope.conf(), "loss function", "loss");
    return mirror.score(scope);
  }

  /** Checks that the parts of a node have mirrors, without writing any. */
  static void require(NetworkNode node, Mirrors mirrors) {
    String name = node.name();
    if (node.layer() == null) {
      require(mirrors.vertexMirror(node.vertex()), name, node.vertex(), "vertex", "vertex");
      return;
    }
    if (node.isOutput()) {
      require(
          mirrors.outputLayerMirror(node.conf()), name, node.conf(), "output layer", "outputLayer");
    } else {
      require(mirrors.layerMirror(node.conf()), name, node.conf(), "layer", "layer");
    }
    if (node.preProcessor() != null) {
      require(
          mirrors.preProcessorMirror(node.preProcessor()),
          name,
          node.preProcessor(),
          "input preprocessor",
          "preProcessor");
    }
    if (node.conf() instanceof OutputLayer) {
      Object loss = ((OutputLayer) node.conf()).getLossFn();
      require(mirrors.lossMirror(loss), name, loss, "loss function", "loss");
    }
  }

  private static <M> M require(
      Optional<M> mirror, String name, Object part, String kind, String method) {
    return mirror.orElseThrow(
        () ->
            new HessianTraceException(
                String.format(
                    "'%s': %s %s is not supported.", name, kind, part.getClass().getName()),
                "give it a mirror: Mirrors.builtIn()."
                    + method
                    + "(...), to be passed to HessianTrace.enable(net, reg, mirrors)."));
  }
}

package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.graph.HessianGraphException;

/** Puts the listener that adds the penalty into a network, and takes it out. */
final class NetworkOption {

  private NetworkOption() {}

  static NetworkListener enable(
      MultiLayerNetwork net, HessianTraceRegularization reg, Mirrors mirrors) {
    requireInitialised(Objects.requireNonNull(net, "net").isInitCalled(), "MultiLayerNetwork");
    requireOutput(net.getOutputLayer());
    return add(net, net.getListeners(), reg, mirrors);
  }

  static NetworkListener enable(
      ComputationGraph net, HessianTraceRegularization reg, Mirrors mirrors) {
    boolean initialised = Objects.requireNonNull(net, "net").getVertices() != null;
    requireInitialised(initialised, "ComputationGraph");
    for (String output : net.getConfiguration().getNetworkOutputs()) {
      requireOutput(net.getVertex(output).getLayer());
    }
    return add(net, net.getListeners(), reg, mirrors);
  }

  private static void requireInitialised(boolean initialised, String kind) {
    if (!initialised) {
      throw new HessianGraphException(
          "The " + kind + " is not initialised.", "call net.init() before HessianTrace.enable.");
    }
  }

  private static void requireOutput(Layer layer) {
    if (layer instanceof FrozenLayerWithBackprop) {
      requireOutput(((FrozenLayerWithBackprop) layer).getInsideLayer());
    } else if (!(layer instanceof IOutputLayer)) {
      throw new HessianGraphException(
          "The network ends in a "
              + (layer == null ? "vertex" : layer.getClass().getSimpleName())
              + ", expected an output layer.",
          "end it in a layer with a loss function, for instance OutputLayer or LossLayer.");
    }
  }

  private static NetworkListener add(
      Model net,
      Collection<TrainingListener> present,
      HessianTraceRegularization reg,
      Mirrors mirrors) {
    Objects.requireNonNull(reg, "reg");
    if (present.stream().anyMatch(NetworkListener.class::isInstance)) {
      throw new HessianGraphException(
          "The Hessian-trace penalty is enabled for this network already.",
          "call HessianTrace.enable once, or HessianTrace.disable(net) first.");
    }
    if (!reg.modelOutputs().isEmpty()) {
      throw new HessianGraphException(
          String.format("Model outputs %s are named for a network.", reg.modelOutputs()),
          "leave modelOutput out: a network ends where its loss functions begin.");
    }
    NeuralNetConfiguration conf = net.conf();
    if (conf.getOptimizationAlgo() != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
      throw new HessianGraphException(
          String.format(
              "The network is trained by %s, which compares scores that do not contain the"
                  + " penalty.",
              conf.getOptimizationAlgo()),
          "configure OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT.");
    }
    NetworkListener listener = new NetworkListener(reg, mirrors);
    // First, so that other listeners see the gradient that is applied.
    List<TrainingListener> listeners = new ArrayList<>(List.of(listener));
    listeners.addAll(present);
    net.setListeners(listeners);
    return listener;
  }

  static void disable(MultiLayerNetwork net) {
    remove(net, net.getListeners());
  }

  static void disable(ComputationGraph net) {
    remove(net, net.getListeners());
  }

  private static void remove(Model net, Collection<TrainingListener> present) {
    List<TrainingListener> others = new ArrayList<>(present);
    if (others.removeIf(NetworkListener.class::isInstance)) {
      net.setListeners(others);
    }
  }
}

package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.hessianreg.dl4j.internal.mirror.TrainedParameters;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.training.Inspection;
import org.hessianreg.samediff.internal.training.ProbedParameters;
import org.hessianreg.samediff.internal.training.Tangents;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Puts the listener that adds the penalty into a network, and takes it out. */
final class NetworkOption {

  private NetworkOption() {}

  static NetworkListener enable(
      MultiLayerNetwork net,
      HessianTraceRegularization reg,
      Mirrors mirrors,
      Inspection inspection) {
    requireInitialised(Objects.requireNonNull(net, "net").isInitCalled(), "MultiLayerNetwork");
    requireOutput(net.getOutputLayer());
    requireUsable(net, net.getListeners(), reg);
    NetworkRehearsal.of(net, reg.settings(), mirrors);
    return add(net, net.getListeners(), new NetworkListener(reg.settings(), mirrors, inspection));
  }

  static NetworkListener enable(
      ComputationGraph net,
      HessianTraceRegularization reg,
      Mirrors mirrors,
      Inspection inspection) {
    boolean initialised = Objects.requireNonNull(net, "net").getVertices() != null;
    requireInitialised(initialised, "ComputationGraph");
    for (String output : net.getConfiguration().getNetworkOutputs()) {
      requireOutput(net.getVertex(output).getLayer());
    }
    requireUsable(net, net.getListeners(), reg);
    NetworkRehearsal.of(net, reg.settings(), mirrors);
    return add(net, net.getListeners(), new NetworkListener(reg.settings(), mirrors, inspection));
  }

  private static void requireInitialised(boolean initialised, String kind) {
    if (!initialised) {
      throw new HessianTraceException(
          "The " + kind + " is not initialised.", "call net.init() before HessianTrace.enable.");
    }
  }

  private static void requireOutput(Layer layer) {
    if (layer instanceof FrozenLayerWithBackprop) {
      requireOutput(((FrozenLayerWithBackprop) layer).getInsideLayer());
    } else if (!(layer instanceof IOutputLayer)) {
      throw new HessianTraceException(
          "The network ends in a "
              + (layer == null ? "vertex" : layer.getClass().getSimpleName())
              + ", expected an output layer.",
          "end it in a layer with a loss function, for instance OutputLayer or LossLayer.");
    }
  }

  /** Checks all that does not depend on the data. */
  private static void requireUsable(
      Model net, Collection<TrainingListener> present, HessianTraceRegularization reg) {
    Objects.requireNonNull(reg, "reg");
    if (present.stream().anyMatch(NetworkListener.class::isInstance)) {
      throw new HessianTraceException(
          "The Hessian-trace penalty is enabled for this network already.",
          "call HessianTrace.enable once, or HessianTrace.disable(net) first.");
    }
    if (!reg.modelOutputs().isEmpty()) {
      throw new HessianTraceException(
          String.format("Model outputs %s are named for a network.", reg.modelOutputs()),
          "leave modelOutput out: a network ends where its loss functions begin.");
    }
    if (net.conf().getOptimizationAlgo() != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
      throw new HessianTraceException(
          String.format(
              "The network is trained by %s, which compares scores that do not contain the"
                  + " penalty.",
              net.conf().getOptimizationAlgo()),
          "configure OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT.");
    }
    if (net.params() == null || net.numParams() == 0) {
      throw new HessianTraceException(
          "The network has no parameters.", "enable the penalty for a network that has some.");
    }
    DataType type = net.params().dataType();
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new HessianTraceException(
          String.format(
              "The network's type is %s, expected FLOAT or DOUBLE: second derivatives have no"
                  + " digits left in it.",
              type),
          "configure dataType(DataType.FLOAT), or use net.convertDataType(DataType.FLOAT).");
    }
    reg.settings()
        .direction()
        .ifPresent(
            fixed ->
                fixed.forEach((name, tangent) -> requireLike(net.paramTable(), name, tangent)));
    ProbedParameters.of(reg.settings(), TrainedParameters.of(TrainedNetwork.of(net)));
  }

  private static void requireLike(Map<String, INDArray> parameters, String name, INDArray tangent) {
    INDArray parameter = parameters.get(name);
    if (parameter == null) {
      throw new HessianTraceException(
          String.format("The direction names '%s', which is not a parameter of the network.", name),
          String.format("name some of %s.", parameters.keySet()));
    }
    Tangents.requireLike(name, tangent, parameter.dataType(), parameter.shape());
  }

  private static NetworkListener add(
      Model net, Collection<TrainingListener> present, NetworkListener listener) {
    // First, so that other listeners see the gradient that is applied.
    List<TrainingListener> listeners = new ArrayList<>(List.of(listener));
    listeners.addAll(present);
    net.setListeners(listeners);
    return listener;
  }

  static void disable(Object network) {
    if (network instanceof MultiLayerNetwork) {
      MultiLayerNetwork net = (MultiLayerNetwork) network;
      remove(net, net.getListeners());
    } else if (network instanceof ComputationGraph) {
      ComputationGraph net = (ComputationGraph) network;
      remove(net, net.getListeners());
    } else {
      throw new HessianTraceException(
          String.format("A %s has no penalty.", network.getClass().getName()),
          "give a SameDiff graph, a MultiLayerNetwork or a ComputationGraph.");
    }
  }

  private static void remove(Model net, Collection<TrainingListener> present) {
    List<TrainingListener> others = new ArrayList<>();
    for (TrainingListener listener : present) {
      if (listener instanceof NetworkListener) {
        ((NetworkListener) listener).release();
      } else {
        others.add(listener);
      }
    }
    if (others.size() < present.size()) {
      net.setListeners(others);
    }
  }
}

package org.hessianreg.dl4j.internal.mirror.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What dropout drew for the layers of a network in the current step. Hidden layers are read when
 * the network's forward pass has run, as they forget in the backward pass; output layers draw in
 * the backward pass only, and are watched until they have.
 */
public final class DropoutRecord {

  private final IdentityHashMap<Object, DrawnDropout> drawn = new IdentityHashMap<>();
  private final List<String> parts = new ArrayList<>();
  private final List<WatchedDropout> watched = new ArrayList<>();
  private final Set<String> first = new HashSet<>();

  /**
   * Begins a step, after the network's forward pass.
   *
   * @param nodes the network
   * @param activations what the nodes returned, by name; output layers are missing
   */
  void begin(List<NetworkNode> nodes, Map<String, INDArray> activations) {
    end();
    drawn.clear();
    parts.clear();
    first.clear();
    Set<String> names = nodes.stream().map(NetworkNode::name).collect(Collectors.toSet());
    nodes.stream()
        .filter(node -> !names.containsAll(node.inputs()))
        .forEach(node -> first.add(node.name()));
    InPlaceDropout overwritten = new InPlaceDropout(nodes, activations);
    for (NetworkNode node : nodes) {
      if (node.layer() == null || node.freezing().isInTestMode()) {
        continue;
      }
      if (node.isOutput()) {
        watch(node.name(), node.layer());
      } else {
        read(node, node.layer(), activations.get(node.name()), overwritten);
      }
    }
  }

  /** Stops watching; the network's configuration is as the user wrote it. */
  void end() {
    watched.forEach(WatchedDropout::remove);
    watched.clear();
  }

  private void watch(String name, Layer layer) {
    // Loss layers have the setting but never apply it.
    if (layer instanceof BaseOutputLayer && !IdleNoise.is(layer.conf().getLayer().getIDropout())) {
      watched.add(WatchedDropout.install(name, layer, drawing -> put(name, layer, drawing)));
    }
  }

  private void read(
      NetworkNode node, Layer layer, INDArray activations, InPlaceDropout overwritten) {
    if (layer instanceof BaseWrapperLayer) {
      read(node, ((BaseWrapperLayer) layer).getUnderlying(), activations, overwritten);
    } else if (layer.conf().getLayer() instanceof Bidirectional) {
      Bidirectional both = (Bidirectional) layer.conf().getLayer();
      readDirection(node.name(), both.getFwd());
      readDirection(node.name(), both.getBwd());
    } else if (isDrawn(layer)) {
      IDropout dropout = layer.conf().getLayer().getIDropout();
      INDArray result = layer instanceof DropoutLayer ? activations : layer.input();
      overwritten.require(node, dropout, result);
      put(node.name(), layer, DrawnDropout.of(node.name(), dropout, result));
    }
  }

  /**
   * Each direction draws for itself, in the order in which it sees the steps. Of its layer only the
   * configuration can be reached.
   */
  private void readDirection(String name, org.deeplearning4j.nn.conf.layers.Layer conf) {
    IDropout dropout = conf.getIDropout();
    if (!IdleNoise.is(dropout) && DrawnDropout.isRecorded(dropout)) {
      put(name, conf, DrawnDropout.of(name, dropout));
    }
  }

  /**
   * Keeps what was drawn.
   *
   * @param layer the layer, or the configuration of one that cannot be reached
   */
  private void put(String name, Object layer, DrawnDropout drawing) {
    if (drawn.putIfAbsent(layer, drawing) == null) {
      parts.add(name + drawing);
    }
  }

  /**
   * Whether a layer has applied dropout in this step; many kinds have the setting and never do.
   *
   * @param layer the layer as it runs
   * @return true if it has
   */
  public static boolean isDrawn(Layer layer) {
    if (!(layer instanceof AbstractLayer) || IdleNoise.is(layer.conf().getLayer().getIDropout())) {
      return false;
    }
    return layer instanceof DropoutLayer || ((AbstractLayer<?>) layer).isDropoutApplied();
  }

  /** What kind of thing was drawn for each layer, in the order of the network's passes. */
  Object parts() {
    return List.copyOf(parts);
  }

  /**
   * What was drawn for a layer.
   *
   * @param conf its configuration
   * @param layer the layer as it runs
   * @return the drawing of the current step; null if nothing was drawn
   */
  public DrawnDropout of(Object conf, Layer layer) {
    return drawn.getOrDefault(conf, drawn.get(layer));
  }

  /**
   * Whether an input of the network is the input of a node.
   *
   * @param node the node's name
   * @return true if it is
   */
  public boolean isFirst(String node) {
    return first.contains(node);
  }
}

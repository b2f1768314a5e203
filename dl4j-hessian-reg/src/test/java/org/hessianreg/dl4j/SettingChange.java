package org.hessianreg.dl4j;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** A network, and a change of its settings between two steps, which its training follows. */
final class SettingChange {

  private final String name;
  private final Supplier<Model> network;
  private final Supplier<DataSet> batch;
  private final Consumer<Model> change;
  private final String trained;

  /**
   * Creates a problem.
   *
   * @param trained matches the names of the parameters that the network trains by a gradient
   */
  SettingChange(
      String name,
      Supplier<Model> network,
      Supplier<DataSet> batch,
      Consumer<Model> change,
      String trained) {
    this.name = name;
    this.trained = trained;
    this.network = network;
    this.batch = batch;
    this.change = change;
  }

  Model network() {
    return network.get();
  }

  DataSet batch() {
    return batch.get();
  }

  String trained() {
    return trained;
  }

  void applyTo(Model net) {
    change.accept(net);
  }

  /** The configuration of a layer, which the layer itself reads. */
  static <C> C conf(Model net, int layer, Class<C> type) {
    Layer running =
        net instanceof MultiLayerNetwork
            ? ((MultiLayerNetwork) net).getLayer(layer)
            : ((ComputationGraph) net).getLayer(layer);
    return type.cast(running.conf().getLayer());
  }

  @Override
  public String toString() {
    return name;
  }
}

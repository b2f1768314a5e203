package org.hessianreg.dl4j.internal.mirror.network;

import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stands in a layer's configuration for its dropout during one backward pass, and reports what that
 * draws. All is done by the dropout itself, so that the step stays bit for bit what it was.
 */
final class WatchedDropout implements IDropout {

  private static final long serialVersionUID = 1L;

  private final transient String name;
  private final transient org.deeplearning4j.nn.conf.layers.Layer conf;
  private final IDropout dropout;
  private final transient Consumer<DrawnDropout> observer;

  private WatchedDropout(
      String name,
      org.deeplearning4j.nn.conf.layers.Layer conf,
      IDropout dropout,
      Consumer<DrawnDropout> observer) {
    this.name = name;
    this.conf = conf;
    this.dropout = dropout;
    this.observer = observer;
  }

  static WatchedDropout install(String name, Layer layer, Consumer<DrawnDropout> observer) {
    org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
    WatchedDropout watched = new WatchedDropout(name, conf, conf.getIDropout(), observer);
    conf.setIDropout(watched);
    return watched;
  }

  /** Puts the dropout back into the configuration. */
  @SuppressWarnings("ReferenceEquality") // A dropout that the user has set meanwhile must stay.
  void remove() {
    if (conf.getIDropout() == this) {
      conf.setIDropout(dropout);
    }
  }

  @Override
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    INDArray applied = dropout.applyDropout(input, result, iteration, epoch, workspaces);
    observer.accept(DrawnDropout.of(name, dropout, applied));
    return applied;
  }

  @Override
  public INDArray backprop(INDArray atOutput, INDArray atInput, int iteration, int epoch) {
    // The last thing that a layer's backward pass does with its dropout.
    remove();
    return dropout.backprop(atOutput, atInput, iteration, epoch);
  }

  @Override
  public void clear() {
    dropout.clear();
  }

  @Override
  public IDropout clone() {
    return dropout.clone();
  }
}

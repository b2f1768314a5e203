package org.hessianreg.dl4j.internal.mirror;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.BidirectionalParamInitializer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The scope of a layer whose mirror is being written into a graph. */
final class GraphLayerScope<C> extends GraphScope<C> implements LayerScope<C> {

  private final Layer layer;
  private final String prefix;
  private final boolean training;
  private final boolean wrapped;
  private final SDVariable mask;

  GraphLayerScope(MirrorGraph mirror, String name, C conf, Layer layer) {
    this(mirror, name, conf, layer, "", true, false, null);
  }

  private GraphLayerScope(
      MirrorGraph mirror,
      String name,
      C conf,
      Layer layer,
      String prefix,
      boolean training,
      boolean wrapped,
      SDVariable mask) {
    super(mirror, name, conf);
    this.layer = layer;
    this.prefix = prefix;
    this.training = training;
    this.wrapped = wrapped;
    this.mask = mask;
  }

  @Override
  public <D> LayerScope<D> inner(D conf, Layer inner, String keyPrefix, boolean train) {
    return new GraphLayerScope<>(
        mirror(), name(), conf, inner, prefix + keyPrefix, training && train, true, null);
  }

  @Override
  public LayerScope<C> withMask(SDVariable replacement) {
    return new GraphLayerScope<>(
        mirror(), name(), conf(), layer, prefix, training, wrapped, replacement);
  }

  @Override
  public Layer layer() {
    return layer;
  }

  @Override
  public boolean isWrapped() {
    return wrapped;
  }

  @Override
  public boolean isBackwards() {
    return prefix.endsWith(BidirectionalParamInitializer.BACKWARD_PREFIX);
  }

  @Override
  public boolean isTruncated() {
    return mirror().isTruncated();
  }

  @Override
  public boolean isTraining() {
    return training;
  }

  @Override
  public boolean hasParameter(String key) {
    return mirror().hasParameter(name(), prefix + key);
  }

  @Override
  public SDVariable parameter(String key) {
    return mirror().parameter(name(), prefix + key);
  }

  @Override
  public SDVariable mask() {
    if (mask != null) {
      return mask;
    }
    INDArray now = layer.getMaskArray();
    return now == null ? null : input("mask", layer::getMaskArray).castTo(dataType());
  }

  @Override
  public SDVariable mask(Consumer<INDArray> check) {
    if (mask != null || layer.getMaskArray() == null) {
      return mask;
    }
    return input("mask", () -> checked(layer.getMaskArray(), check)).castTo(dataType());
  }

  private static INDArray checked(INDArray now, Consumer<INDArray> check) {
    check.accept(now);
    return now;
  }

  @Override
  public SDVariable input(String key, Supplier<INDArray> source) {
    return mirror().input(name() + "/" + prefix + key, source);
  }

  @Override
  public <D> SDVariable activations(LayerScope<D> scope, SDVariable input) {
    return mirror().calls().activations(scope, input);
  }

  @Override
  public SDVariable score(
      ILossFunction function,
      IActivation activation,
      SDVariable labels,
      SDVariable preOutput,
      SDVariable mask) {
    return mirror()
        .calls()
        .score(
            new GraphLossScope<>(mirror(), name(), function, activation, labels, preOutput, mask));
  }

  @Override
  public void endOfModel(SDVariable variable) {
    mirror().endOfModel(variable);
  }
}

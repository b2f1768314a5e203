package org.hessianreg.dl4j.internal.mirror;

import java.util.function.Supplier;
import org.hessianreg.dl4j.mirror.VertexScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The scope of a vertex whose mirror is being written into a graph. */
final class GraphVertexScope<V> extends GraphScope<V> implements VertexScope<V> {

  GraphVertexScope(MirrorGraph mirror, String name, V conf) {
    super(mirror, name, conf);
  }

  @Override
  public SDVariable parameter(String key) {
    return mirror().parameter(name(), key);
  }

  @Override
  public SDVariable networkInput(String input) {
    return mirror().input("features/" + input, mirror().network().features().get(input));
  }

  @Override
  public Supplier<INDArray> inputMask(String input) {
    Supplier<INDArray> mask = mirror().network().inputMasks().get(input);
    return mask.get() == null ? null : mask;
  }

  @Override
  public boolean anyInputMask() {
    return mirror().network().inputMasks().values().stream().anyMatch(mask -> mask.get() != null);
  }

  @Override
  public SDVariable input(String key, Supplier<INDArray> source) {
    return mirror().input(name() + "/" + key, source);
  }
}

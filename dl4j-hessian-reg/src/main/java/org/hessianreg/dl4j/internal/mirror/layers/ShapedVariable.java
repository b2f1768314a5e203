package org.hessianreg.dl4j.internal.mirror.layers;

import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A variable of a mirror's graph that knows its shape. Definitions of layers may ask for the shape
 * of their input, which is a placeholder when DL4J runs them.
 */
final class ShapedVariable extends SDVariable {

  private static final long serialVersionUID = 1L;

  private final long[] sizes;

  private ShapedVariable(SDVariable variable, long[] sizes) {
    super(
        variable.name(),
        variable.getVariableType(),
        variable.getSameDiff(),
        sizes,
        variable.dataType());
    this.sizes = sizes;
  }

  static SDVariable of(MirrorScope<?> at, SDVariable variable) {
    return new ShapedVariable(variable, at.shape(variable).clone());
  }

  @Override
  public long[] getShape() {
    return sizes.clone();
  }
}

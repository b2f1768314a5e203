package org.hessianreg.samediff.internal.taylor;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** What padding mode SAME of pooling puts around an image. */
final class SamePadding {

  private SamePadding() {}

  /**
   * {@code max((⌈size/s⌉ − 1)·s + d·(k − 1) + 1 − size, 0)}, the larger half of it behind; before
   * and behind as two numbers.
   */
  static SDVariable of(SDVariable x, int dimension, long kernel, long stride, long dilation) {
    SameDiff sd = x.getSameDiff();
    SDVariable size = sd.sizeAt(x, dimension);
    SDVariable rounded = size.add((double) stride - 1);
    SDVariable steps = sd.math().floorDiv(rounded, integer(sd, stride)).sub(1);
    SDVariable needed =
        steps.mul((double) stride).add((double) dilation * (kernel - 1) + 1).sub(size);
    SDVariable total = sd.math().max(needed, integer(sd, 0));
    SDVariable before = sd.math().floorDiv(total, integer(sd, 2));
    return sd.stack(0, before, total.sub(before));
  }

  /** Whether ND4J lets windows begin inside of the image. */
  static boolean skipsBorders(long kernel, long stride, long dilation) {
    return stride > dilation * (kernel - 1) + 2;
  }

  private static SDVariable integer(SameDiff sd, long value) {
    return sd.constant(Nd4j.scalar(DataType.INT64, value));
  }
}

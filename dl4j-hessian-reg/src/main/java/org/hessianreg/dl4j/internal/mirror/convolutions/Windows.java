package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;

/** How the windows of convolutions and poolings lie. */
final class Windows {

  private Windows() {}

  /** Modes Strict and Truncate differ in what they refuse only. */
  static PaddingMode paddingMode(MirrorScope<?> layer, ConvolutionMode mode) {
    switch (mode) {
      case Same:
        return PaddingMode.SAME;
      case Strict:
      case Truncate:
        return PaddingMode.VALID;
      default:
        throw layer.refusal(
            "convolution mode " + mode + " is not supported here.",
            "use mode Same, Strict or Truncate.");
    }
  }

  /** How many zeros mode Same puts before and behind, the larger half of them behind. */
  static long[] samePadding(long size, long kernel, long stride, long dilation) {
    long steps = (size + stride - 1) / stride;
    long total = Math.max((steps - 1) * stride + dilation * (kernel - 1) + 1 - size, 0);
    return new long[] {total / 2, total - total / 2};
  }

  /**
   * Puts zeros around an array.
   *
   * @param padding for each dimension how many before and how many behind; null for none
   */
  static SDVariable padded(MirrorScope<?> layer, SDVariable x, long[]... padding) {
    long[][] counts = new long[padding.length][];
    boolean any = false;
    for (int i = 0; i < padding.length; i++) {
      counts[i] = padding[i] == null ? new long[] {0, 0} : padding[i];
      any |= counts[i][0] + counts[i][1] > 0;
    }
    return any
        ? layer.graph().nn().pad(x, layer.graph().constant(Nd4j.createFromArray(counts)), 0.0)
        : x;
  }
}

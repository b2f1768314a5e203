package org.hessianreg.samediff.internal.taylor;

import java.util.List;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Pooling2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Max pooling of images. The output is the mean of those elements of a window that equal its
 * maximum, and so are the output's coefficients: elements that tie share. Padding never ties.
 */
final class Pooling {

  /** An argument of average pooling, by which it divides by the size of the whole window. */
  private static final double PADDING_COUNTS = 1.0;

  private final SameDiff sd;
  private final long[] attributes;

  private Pooling(OpCall c) {
    this.sd = c.algebra().graph();
    this.attributes = ((CustomOp) c.op()).iArgs();
  }

  static Jet max(OpCall c) {
    Pooling pooling = new Pooling(c);
    if (c.algebra().mayUseBackwardOps() && pooling.isDisjoint()) {
      return pooling.maxOfDisjointWindows(c);
    }
    if (pooling.skipsBorders()) {
      throw c.unsupported(
          "its stride exceeds its kernel by more than 1 in padding mode SAME, in which ND4J's"
              + " windows then begin inside of the image");
    }
    SDVariable share = pooling.share(c.x(), c.y());
    UnaryOperator<SDVariable> map =
        v -> pooling.fromChannelsFirst(pooling.windows(v).mul(share).sum(2, 3));
    return c.algebra().linear(c.y(), map, c.input(0));
  }

  /**
   * Where every element belongs to one window at most, the op's own gradient with respect to it is
   * 1 or 0: whether it was chosen. The windows' sums of what was chosen are the coefficients: means
   * that count padding, and what of a window lies outside of the image, times the size of a window.
   */
  private Jet maxOfDisjointWindows(OpCall c) {
    SDVariable gradient = c.op().doDiff(List.of(sd.onesLike(c.y()))).get(0);
    SDVariable chosen = new StopGradient(sd, gradient).outputVariable();
    Pooling2DConfig config =
        Pooling2DConfig.builder()
            .kH(attributes[0])
            .kW(attributes[1])
            .sH(attributes[2])
            .sW(attributes[3])
            .paddingMode(PaddingMode.fromNumber((int) attributes[8]))
            .type(Pooling2D.Pooling2DType.AVG)
            .extra(PADDING_COUNTS)
            .isNHWC(isChannelsLast())
            .build();
    double size = attributes[0] * attributes[1];
    UnaryOperator<SDVariable> map = v -> sd.cnn().avgPooling2d(v.mul(chosen), config).mul(size);
    return c.algebra().linear(c.y(), map, c.input(0));
  }

  private boolean isDisjoint() {
    return attributes[2] >= attributes[0]
        && attributes[3] >= attributes[1]
        && attributes[6] == 1
        && attributes[7] == 1
        && (isSame() || (paddingHeight() == 0 && paddingWidth() == 0));
  }

  /** 1/k for each of the k elements of a window that equal its maximum, and 0 for the others. */
  private SDVariable share(SDVariable x, SDVariable maxima) {
    SDVariable y = sd.expandDims(sd.expandDims(channelsFirst(maxima), 2), 2);
    SDVariable chosen = windows(x).eq(y).castTo(x.dataType());
    if (isSame() || paddingHeight() > 0 || paddingWidth() > 0) {
      chosen = chosen.mul(windows(sd.onesLike(x)));
    }
    return chosen.mul(sd.math().reciprocal(chosen.sum(true, 2, 3)));
  }

  /** [batch, channels, height, width] to [batch, channels, kH, kW, height', width']. */
  private SDVariable windows(SDVariable images) {
    SDVariable x = channelsFirst(images);
    Conv2DConfig config =
        Conv2DConfig.builder()
            .kH(attributes[0])
            .kW(attributes[1])
            .sH(attributes[2])
            .sW(attributes[3])
            .pH(isSame() ? 0 : paddingHeight())
            .pW(isSame() ? 0 : paddingWidth())
            .dH(attributes[6])
            .dW(attributes[7])
            .paddingMode(PaddingMode.VALID)
            .build();
    return sd.cnn().im2Col(isSame() ? padded(x) : x, config);
  }

  private boolean skipsBorders() {
    return isSame()
        && (SamePadding.skipsBorders(attributes[0], attributes[2], attributes[6])
            || SamePadding.skipsBorders(attributes[1], attributes[3], attributes[7]));
  }

  private long paddingHeight() {
    return attributes[4];
  }

  private long paddingWidth() {
    return attributes[5];
  }

  private boolean isSame() {
    return PaddingMode.fromNumber((int) attributes[8]) == PaddingMode.SAME;
  }

  private SDVariable channelsFirst(SDVariable x) {
    return isChannelsLast() ? x.permute(0, 3, 1, 2) : x;
  }

  private SDVariable fromChannelsFirst(SDVariable x) {
    return isChannelsLast() ? x.permute(0, 2, 3, 1) : x;
  }

  private boolean isChannelsLast() {
    return attributes[10] != 0;
  }

  /** Pads as padding mode SAME does; im2col's own SAME mode aligns its windows otherwise. */
  private SDVariable padded(SDVariable x) {
    SDVariable none = sd.constant(Nd4j.createFromArray(0L, 0L));
    SDVariable height = SamePadding.of(x, 2, attributes[0], attributes[2], attributes[6]);
    SDVariable width = SamePadding.of(x, 3, attributes[1], attributes[3], attributes[7]);
    return sd.nn().pad(x, sd.stack(0, none, none, height, width), 0.0);
  }
}

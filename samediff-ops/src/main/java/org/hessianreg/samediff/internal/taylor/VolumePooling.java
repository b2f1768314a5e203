package org.hessianreg.samediff.internal.taylor;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Max pooling of volumes, as {@link Pooling} is of images: elements of a window that tie share, and
 * padding never ties. The attributes are those that the op is executed with: ND4J's configuration
 * exchanges height and width.
 */
final class VolumePooling {

  /** Depth, height and width. */
  private static final int SIDES = 3;

  private final SameDiff sd;
  private final long[] attributes;
  private final SDVariable shape;
  private final SDVariable depth;
  private final SDVariable area;

  private VolumePooling(OpCall c) {
    this.sd = c.algebra().graph();
    this.attributes = ((CustomOp) c.op()).iArgs();
    SDVariable y = channelsFirst(c.y());
    this.shape = sd.shape(y);
    this.depth = sd.sizeAt(y, 2);
    this.area = sd.sizeAt(y, 3).mul(sd.sizeAt(y, 4));
  }

  static Jet max(OpCall c) {
    VolumePooling pooling = new VolumePooling(c);
    if (pooling.skipsBorders()) {
      throw c.unsupported(
          "its stride exceeds its kernel by more than 1 in padding mode SAME, in which ND4J's"
              + " windows then begin inside of the volume");
    }
    SDVariable share = pooling.share(c.x(), c.y());
    return c.algebra()
        .linear(c.y(), v -> pooling.output(pooling.windows(v).mul(share)), c.input(0));
  }

  /** 1/k for each of the k elements of a window that equal its maximum, and 0 for the others. */
  private SDVariable share(SDVariable x, SDVariable maxima) {
    SDVariable one = sd.constant(1L);
    SDVariable any = sd.constant(-1L);
    SDVariable y = channelsFirst(maxima).reshape(sd.stack(0, any, one, depth, one, area));
    SDVariable chosen = windows(x).eq(y).castTo(x.dataType());
    chosen = chosen.mul(windows(sd.onesLike(x)));
    return chosen.mul(sd.math().reciprocal(chosen.sum(true, 1, 3)));
  }

  /** [batch·channels, kD, depth', kH·kW, height'·width'] to the shape of the output. */
  private SDVariable output(SDVariable windows) {
    SDVariable y = windows.sum(1, 3).reshape(shape);
    return isChannelsLast() ? y.permute(0, 2, 3, 4, 1) : y;
  }

  /**
   * The windows of a volume, [batch·channels, kD, depth', kH·kW, height'·width']: first those of
   * depth by the plane, then those of the planes.
   */
  private SDVariable windows(SDVariable volumes) {
    SDVariable x = padded(channelsFirst(volumes));
    SDVariable any = sd.constant(-1L);
    SDVariable batch = sd.sizeAt(x, 0);
    SDVariable height = sd.sizeAt(x, 3);
    SDVariable width = sd.sizeAt(x, 4);
    SDVariable planes =
        x.reshape(sd.stack(0, batch, sd.sizeAt(x, 1), sd.sizeAt(x, 2), height.mul(width)));
    SDVariable slabs = sd.cnn().im2Col(planes, windowsOfDepth());
    SDVariable images = slabs.reshape(sd.stack(0, batch, any, height, width));
    SDVariable all = sd.cnn().im2Col(images, windowsOfPlanes());
    SDVariable kD = sd.constant(kernel(0));
    SDVariable kHW = sd.constant(kernel(1) * kernel(2));
    return all.reshape(sd.stack(0, any, kD, depth, kHW, area));
  }

  private Conv2DConfig windowsOfDepth() {
    return Conv2DConfig.builder()
        .kH(kernel(0))
        .kW(1)
        .sH(stride(0))
        .dH(dilation(0))
        .pH(padding(0))
        .paddingMode(PaddingMode.VALID)
        .build();
  }

  private Conv2DConfig windowsOfPlanes() {
    return Conv2DConfig.builder()
        .kH(kernel(1))
        .kW(kernel(2))
        .sH(stride(1))
        .sW(stride(2))
        .dH(dilation(1))
        .dW(dilation(2))
        .pH(padding(1))
        .pW(padding(2))
        .paddingMode(PaddingMode.VALID)
        .build();
  }

  /** Pads as padding mode SAME does. */
  private SDVariable padded(SDVariable x) {
    if (!isSame()) {
      return x;
    }
    SDVariable none = sd.constant(Nd4j.createFromArray(0L, 0L));
    SDVariable[] borders = new SDVariable[2 + SIDES];
    borders[0] = none;
    borders[1] = none;
    for (int side = 0; side < SIDES; side++) {
      borders[2 + side] = SamePadding.of(x, 2 + side, kernel(side), stride(side), dilation(side));
    }
    return sd.nn().pad(x, sd.stack(0, borders), 0.0);
  }

  private boolean skipsBorders() {
    boolean skips = false;
    for (int side = 0; side < SIDES; side++) {
      skips |= SamePadding.skipsBorders(kernel(side), stride(side), dilation(side));
    }
    return isSame() && skips;
  }

  private long kernel(int side) {
    return attributes[side];
  }

  private long stride(int side) {
    return attributes[SIDES + side];
  }

  private long padding(int side) {
    return isSame() ? 0 : attributes[2 * SIDES + side];
  }

  private long dilation(int side) {
    return attributes[3 * SIDES + side];
  }

  private boolean isSame() {
    return attributes[4 * SIDES] != 0;
  }

  private SDVariable channelsFirst(SDVariable x) {
    return isChannelsLast() ? x.permute(0, 4, 1, 2, 3) : x;
  }

  private boolean isChannelsLast() {
    return attributes.length > 4 * SIDES + 2 && attributes[4 * SIDES + 2] != 0;
  }
}

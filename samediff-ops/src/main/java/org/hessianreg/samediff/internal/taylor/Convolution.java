package org.hessianreg.samediff.internal.taylor;

import java.util.Arrays;
import org.hessianreg.samediff.internal.graph.Ranks;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDCNN;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/** Convolutions that are more than one product, and the repetition of pixels. */
final class Convolution {

  /** Rank of an image, and of the weights of a convolution of images. */
  private static final int IMAGE = 4;

  private Convolution() {}

  /** Adds a bias for each channel. */
  static Jet withBias(OpCall c, Jet product, Jet bias, int rank, boolean channelsLast) {
    long[] channels = new long[rank];
    Arrays.fill(channels, 1);
    channels[1] = -1;
    Jet spread = c.algebra().linear(v -> channelsLast ? v : v.reshape(channels), bias);
    return c.algebra().add(c.y(), product, spread);
  }

  /**
   * {@code y = p(d(x, w), u) + b}: a depthwise convolution, then one of single pixels if there are
   * weights for it, then a bias if there is one.
   */
  static Jet separable(OpCall c) {
    JetAlgebra a = c.algebra();
    SDCNN cnn = a.graph().cnn();
    int inputs = c.inputs().size();
    boolean pointwise = inputs == 4 || (inputs == 3 && rankOfThird(c) == IMAGE);
    boolean hasBias = inputs == (pointwise ? 4 : 3);
    Conv2DConfig depthwise = depthwise(c);
    Jet weights = kernelFirst(c, c.input(1));
    SDVariable channels = cnn.depthWiseConv2d(c.x(), weights.value(), depthwise);
    Jet y =
        a.bilinear(channels, (x, w) -> cnn.depthWiseConv2d(x, w, depthwise), c.input(0), weights);
    if (pointwise) {
      Conv2DConfig pixels = format(c).kH(1).kW(1).paddingMode(PaddingMode.VALID).build();
      Jet mixing = kernelFirst(c, c.input(2));
      SDVariable mixed = cnn.conv2d(channels, mixing.value(), pixels);
      y = a.bilinear(mixed, (x, w) -> cnn.conv2d(x, w, pixels), y, mixing);
    }
    return hasBias
        ? withBias(c, y, c.input(inputs - 1), IMAGE, isChannelsLast(c))
        : Jet.of(c.y(), y.tangents(), y.second());
  }

  /** Weights in format YXIO; ND4J forgets other formats of depthwise weights. */
  private static Jet kernelFirst(OpCall c, Jet weights) {
    int[] arguments = c.integerArguments();
    int format = arguments.length > 10 ? arguments[10] : 0;
    switch (WeightsFormat.values()[format]) {
      case OIYX:
        return c.algebra().linear(v -> v.permute(2, 3, 1, 0), weights);
      case OYXI:
        return c.algebra().linear(v -> v.permute(1, 2, 3, 0), weights);
      default:
        return weights;
    }
  }

  /** Weights of pixels, or a bias. */
  private static int rankOfThird(OpCall c) {
    return Ranks.of(c.input(2).value())
        .orElseThrow(() -> c.unsupported("the graph does not know the rank of its third input"));
  }

  private static Conv2DConfig depthwise(OpCall c) {
    return format(c)
        .kH(c.integerArgument(0))
        .kW(c.integerArgument(1))
        .sH(c.integerArgument(2))
        .sW(c.integerArgument(3))
        .pH(c.integerArgument(4))
        .pW(c.integerArgument(5))
        .dH(c.integerArgument(6))
        .dW(c.integerArgument(7))
        .paddingMode(PaddingMode.fromNumber((int) c.integerArgument(8)))
        .build();
  }

  private static Conv2DConfig.Conv2DConfigBuilder format(OpCall c) {
    return Conv2DConfig.builder().dataFormat(isChannelsLast(c) ? "NHWC" : "NCHW");
  }

  private static boolean isChannelsLast(OpCall c) {
    int[] arguments = c.integerArguments();
    return arguments.length > 9 && arguments[9] != 0;
  }

  /** Every pixel several times. */
  static Jet upsampling2d(OpCall c) {
    if (c.integerArguments().length < 2) {
      throw c.unsupported(
          "with one factor ND4J cannot determine the shape of its output; write"
              + " cnn().upsampling2d(x, factor, factor, true)");
    }
    return c.algebra().linear(c.y(), v -> c.reapply(v)[0], c.input(0));
  }

  /** Every element of a volume several times. */
  static Jet upsampling3d(OpCall c) {
    if (c.integerArgument(4) == 0) {
      throw c.unsupported(
          "ND4J takes the second dimension for the channels whatever you ask for; permute the"
              + " channels there");
    }
    return c.algebra().linear(c.y(), v -> c.reapply(v)[0], c.input(0));
  }
}

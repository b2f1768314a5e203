package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;

/**
 * The integer arguments of a {@code conv2d} or {@code conv2d_bp} and the shape of its weights,
 * [height, width, in, out]. Immutable.
 */
final class ConvolutionSettings {

  /** Formats come last; those that are missing, as in imported graphs, are the usual ones. */
  private static final int COUNT = 11;

  private final long[] arguments;
  private final long[] weights;

  private ConvolutionSettings(long[] arguments, long[] weights) {
    this.arguments = arguments;
    this.weights = weights;
  }

  static ConvolutionSettings of(long[] arguments, long... weights) {
    return new ConvolutionSettings(Arrays.copyOf(arguments, COUNT), weights.clone());
  }

  /** Whether images have their channels second, and weights the shape that is said above. */
  boolean haveUsualFormats() {
    return arguments[9] == 0 && arguments[10] == 0;
  }

  /** The height of the windows times their width. */
  long taps() {
    return weights[0] * weights[1];
  }

  long channelsIn() {
    return weights[2];
  }

  long channelsOut() {
    return weights[3];
  }

  /** The number of channels in or out, whichever is smaller. */
  long channels() {
    return Math.min(channelsIn(), channelsOut());
  }

  /** Whether each pixel is the middle of a window without gaps. */
  boolean isCentred() {
    return hasWindowEverywhere() && arguments[8] == 1 && weights[0] % 2 == 1 && weights[1] % 2 == 1;
  }

  /** Whether the adjoint by the images is a convolution, of positive padding. */
  boolean hasAdjoint() {
    boolean isPaddedByLessThanAWindow =
        arguments[8] == 0 && arguments[4] < weights[0] && arguments[5] < weights[1];
    return isCentred() || (hasWindowEverywhere() && isPaddedByLessThanAWindow);
  }

  private boolean hasWindowEverywhere() {
    return arguments[2] == 1 && arguments[3] == 1 && arguments[6] == 1 && arguments[7] == 1;
  }

  /** The adjoint by the images, for weights that are turned by 180° and transposed. */
  NativeOp adjoint() {
    long height = isCentred() ? 0 : weights[0] - 1 - arguments[4];
    long width = isCentred() ? 0 : weights[1] - 1 - arguments[5];
    long mode = arguments[8];
    return NativeOp.of("conv2d", weights[0], weights[1], 1, 1, height, width, 1, 1, mode, 0, 0);
  }

  /**
   * Whether as many zeros go after each side of images as before it.
   *
   * @param images the shape of the images
   */
  boolean isEvenlyPadded(long... images) {
    return margins(0, images[2]) % 2 == 0 && margins(1, images[3]) % 2 == 0;
  }

  /**
   * The windows of images that are evenly padded, as [example, channel, row in window, column, row
   * of output, column].
   */
  NativeOp patches(long... images) {
    return NativeOp.of(
            "im2col",
            weights[0],
            weights[1],
            arguments[2],
            arguments[3],
            margins(0, images[2]) / 2,
            margins(1, images[3]) / 2,
            arguments[6],
            arguments[7],
            0)
        .withReals(0.0);
  }

  /** How many zeros go before and after an image. */
  private long margins(int side, long size) {
    if (arguments[8] == 0) {
      return 2 * arguments[4 + side];
    }
    long stride = arguments[2 + side];
    long windows = (size + stride - 1) / stride;
    long extent = (weights[side] - 1) * arguments[6 + side] + 1;
    return Math.max(0, (windows - 1) * stride + extent - size);
  }
}

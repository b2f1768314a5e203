package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The backward pass of convolutions with many channels on tiny images, the last layers of a deep
 * network. ND4J's fused op takes five to ten times as long for them as the forward op, which does
 * as much work; and it computes both cotangents where one is read.
 */
final class Convolutions {

  /** Images of at most this many pixels count as tiny: above it the fused op is the faster one. */
  private static final long TINY = 16;

  /** ND4J's number for padding with a constant. */
  private static final long CONSTANT = 0;

  private Convolutions() {}

  /** Binds a {@code conv2d_bp} with inputs x, w, perhaps a bias, and the cotangent. */
  static boolean backward(Node node, Binder binder) {
    int x = node.input(0);
    int weights = node.input(1);
    int cotangent = node.input(node.inputCount() - 1);
    if (!applies(((CustomOp) node.op()).iArgs(), binder.shape(x), binder.shape(weights))
        || !binder.isDense(x)
        || !binder.isDense(weights)
        || !binder.isDense(cotangent)) {
      return false;
    }
    DataType type = node.type(0);
    if (binder.isRead(node.output(0))) {
      binder.allocate(node.output(0), type, binder.shape(x));
      images(binder, node.output(0), weights, cotangent);
    }
    if (binder.isRead(node.output(1))) {
      binder.allocate(node.output(1), type, binder.shape(weights));
      weights(binder, node.output(1), x, cotangent);
    }
    if (node.outputCount() > 2 && binder.isRead(node.output(2))) {
      Sums.perChannel(binder, node.output(2), cotangent, binder.shape(node.input(2)));
    }
    return true;
  }

  /**
   * Stride 1, no dilation, padding SAME, channels first, weights [height, width, in, out], and as
   * many pixels out as in.
   */
  private static boolean applies(long[] arguments, long[] images, long[] weights) {
    boolean plain =
        arguments[2] == 1
            && arguments[3] == 1
            && arguments[6] == 1
            && arguments[7] == 1
            && arguments[8] == 1
            && arguments[9] == 0
            && (arguments.length < 11 || arguments[10] == 0);
    boolean odd = weights[0] % 2 == 1 && weights[1] % 2 == 1;
    return plain && odd && images[2] * images[3] <= TINY;
  }

  /** The convolution of the cotangent with the weights turned by 180° and transposed. */
  private static void images(Binder binder, int output, int weights, int cotangent) {
    DataType type = binder.value(output).dataType();
    long[] w = binder.shape(weights);
    long taps = w[0] * w[1];
    INDArray order = Nd4j.createFromArray(reversed((int) taps));
    int turned = binder.temporary(type, w);
    binder.compute(
        binder.reshaped(turned, taps, w[2] * w[3]),
        NativeOp.of("gather", 0),
        binder.reshaped(weights, taps, w[2] * w[3]),
        binder.constant(order));
    int transposed = binder.temporary(type, w[0], w[1], w[3], w[2]);
    binder.compute(transposed, NativeOp.of("permute", 0, 1, 3, 2), turned);
    binder.released(turned);
    binder.compute(
        output,
        NativeOp.of("conv2d", w[0], w[1], 1, 1, 0, 0, 1, 1, 1, 0, 0),
        cotangent,
        transposed);
    binder.released(transposed);
  }

  private static int[] reversed(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = count - 1 - i;
    }
    return order;
  }

  /**
   * One matrix product over all pixels and examples: windows of the images, a row each, times
   * cotangents. The windows are gathered from images that are laid out [height, width, example,
   * channel] with a margin of zeros, so that what is copied is whole runs of channels.
   */
  private static void weights(Binder binder, int output, int x, int cotangent) {
    DataType type = binder.value(output).dataType();
    long[] image = binder.shape(x);
    long[] w = binder.shape(output);
    int channelsLast = binder.temporary(type, image[2], image[3], image[0], w[2]);
    binder.compute(channelsLast, NativeOp.of("permute", 2, 3, 0, 1), x);
    long[] margins = {w[0] / 2, w[0] / 2, w[1] / 2, w[1] / 2, 0, 0, 0, 0};
    int padded = binder.temporary(type, image[2] + w[0] - 1, image[3] + w[1] - 1, image[0], w[2]);
    binder.compute(
        padded,
        NativeOp.of("pad", CONSTANT).withReals(0.0),
        channelsLast,
        binder.constant(Nd4j.createFromArray(margins).reshape(4, 2)));
    binder.released(channelsLast);
    long pixels = image[2] * image[3] * image[0];
    long taps = w[0] * w[1];
    int windows = binder.temporary(type, pixels * taps, w[2]);
    binder.compute(
        windows,
        NativeOp.of("gather", 0),
        binder.reshaped(
            padded, Arrays.stream(binder.shape(padded), 0, 3).reduce(1, (a, b) -> a * b), w[2]),
        binder.constant(windowRows(image, w)));
    binder.released(padded);
    int errors = binder.temporary(type, image[2], image[3], image[0], w[3]);
    binder.compute(errors, NativeOp.of("permute", 2, 3, 0, 1), cotangent);
    binder.compute(
        binder.reshaped(output, taps * w[2], w[3]),
        NativeOp.of("matmul", 1, 0, 0),
        binder.reshaped(windows, pixels, taps * w[2]),
        binder.reshaped(errors, pixels, w[3]));
    binder.released(windows);
    binder.released(errors);
  }

  /** Rows of the padded images by pixel, example and tap. */
  private static INDArray windowRows(long[] image, long[] w) {
    int[] rows = new int[Math.toIntExact(image[2] * image[3] * image[0] * w[0] * w[1])];
    int next = 0;
    for (long y = 0; y < image[2]; y++) {
      for (long x = 0; x < image[3]; x++) {
        for (long example = 0; example < image[0]; example++) {
          for (long i = 0; i < w[0]; i++) {
            for (long j = 0; j < w[1]; j++) {
              long pixel = (y + i) * (image[3] + w[1] - 1) + x + j;
              rows[next++] = Math.toIntExact(pixel * image[0] + example);
            }
          }
        }
      }
    }
    return Nd4j.createFromArray(rows);
  }
}

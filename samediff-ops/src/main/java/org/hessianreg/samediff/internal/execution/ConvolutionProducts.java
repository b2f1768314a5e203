package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolutions and their adjoints as matrix products. Images are [example, channel, height, width],
 * weights [height, width, in, out], and all arrays lie densely in memory.
 */
final class ConvolutionProducts {

  /** ND4J's number for padding with a constant. */
  private static final long CONSTANT = 0;

  private static final NativeOp PRODUCT = NativeOp.of("matmul", 0, 0, 0);
  private static final NativeOp CHANNELS_LAST = NativeOp.of("permute", 2, 3, 0, 1);

  private ConvolutionProducts() {}

  /**
   * A centred convolution: windows of the images, a row each, times weights.
   *
   * @param output a value that is not yet allocated
   */
  static void convolution(Binder binder, int output, int x, int weights) {
    DataType type = binder.value(x).dataType();
    long[] image = binder.shape(x);
    long[] w = binder.shape(weights);
    int windows = windows(binder, x, w);
    int product = binder.temporary(type, image[2], image[3], image[0], w[3]);
    binder.compute(
        binder.reshaped(product, image[2] * image[3] * image[0], w[3]),
        PRODUCT,
        windows,
        binder.reshaped(weights, w[0] * w[1] * w[2], w[3]));
    binder.released(windows);
    binder.allocate(output, type, image[0], w[3], image[2], image[3]);
    // From [height, width, example, channel]: the same exchange of two pairs as to it.
    binder.compute(output, CHANNELS_LAST, product);
    binder.released(product);
  }

  /**
   * The cotangent of the weights of a centred convolution: windows of the images, transposed, times
   * cotangents, one product over all pixels and examples.
   */
  static void weights(Binder binder, int output, int x, int cotangent) {
    long[] image = binder.shape(x);
    long[] w = binder.shape(output);
    int windows = windows(binder, x, w);
    int errors =
        binder.temporary(binder.value(output).dataType(), image[2], image[3], image[0], w[3]);
    binder.compute(errors, CHANNELS_LAST, cotangent);
    binder.compute(
        binder.reshaped(output, w[0] * w[1] * w[2], w[3]),
        NativeOp.of("matmul", 1, 0, 0),
        windows,
        binder.reshaped(errors, image[2] * image[3] * image[0], w[3]));
    binder.released(windows);
    binder.released(errors);
  }

  /**
   * The cotangent of the weights of any convolution: a product for each example, and their sum.
   *
   * @param patches the op that takes images apart
   */
  static void weightsOfPatches(Binder binder, int output, int x, int cotangent, NativeOp patches) {
    DataType type = binder.value(output).dataType();
    long[] w = binder.shape(output);
    long[] errors = binder.shape(cotangent);
    long examples = errors[0];
    long pixels = errors[2] * errors[3];
    long elements = w[0] * w[1] * w[2];
    int taken = binder.temporary(type, examples, w[2], w[0], w[1], errors[2], errors[3]);
    binder.compute(taken, patches, x);
    int products = binder.temporary(type, examples, elements, w[3]);
    binder.compute(
        products,
        NativeOp.of("matmul", 0, 1, 0),
        binder.reshaped(taken, examples, elements, pixels),
        binder.reshaped(cotangent, examples, w[3], pixels));
    binder.released(taken);
    int sum = binder.temporary(type, w[2], w[0], w[1], w[3]);
    binder.compute(
        binder.reshaped(sum, 1, elements * w[3]),
        PRODUCT,
        binder.constant(type, 1.0, 1, examples),
        binder.reshaped(products, examples, elements * w[3]));
    binder.released(products);
    binder.compute(output, NativeOp.of("permute", 1, 2, 0, 3), sum);
    binder.released(sum);
  }

  /** Weights turned by 180° and transposed; the caller releases them. */
  static int turned(Binder binder, int weights) {
    DataType type = binder.value(weights).dataType();
    long[] w = binder.shape(weights);
    long taps = w[0] * w[1];
    int transposed = binder.temporary(type, w[0], w[1], w[3], w[2]);
    binder.compute(transposed, NativeOp.of("permute", 0, 1, 3, 2), weights);
    int turned = binder.temporary(type, w[0], w[1], w[3], w[2]);
    binder.compute(
        binder.reshaped(turned, taps, w[2] * w[3]),
        NativeOp.of("gather", 0),
        binder.reshaped(transposed, taps, w[2] * w[3]),
        binder.constant(Nd4j.createFromArray(reversed((int) taps))));
    binder.released(transposed);
    return turned;
  }

  private static int[] reversed(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = count - 1 - i;
    }
    return order;
  }

  /**
   * The windows of all pixels and examples, a row each, [pixels · examples, taps · channels]; the
   * caller releases them. They are gathered from images that are laid out [height, width, example,
   * channel] with a margin of zeros, so that what is copied is whole runs of channels.
   *
   * @param w the shape of the weights
   */
  private static int windows(Binder binder, int x, long... w) {
    DataType type = binder.value(x).dataType();
    long[] image = binder.shape(x);
    int channelsLast = binder.temporary(type, image[2], image[3], image[0], w[2]);
    binder.compute(channelsLast, CHANNELS_LAST, x);
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
    int windows = binder.temporary(type, pixels, taps * w[2]);
    binder.compute(
        binder.reshaped(windows, pixels * taps, w[2]),
        NativeOp.of("gather", 0),
        binder.reshaped(
            padded, Arrays.stream(binder.shape(padded), 0, 3).reduce(1, (a, b) -> a * b), w[2]),
        binder.constant(windowRows(image, w)));
    binder.released(padded);
    return windows;
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

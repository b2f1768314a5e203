package org.hessianreg.samediff.internal.execution;

import org.nd4j.linalg.api.ops.CustomOp;

/**
 * Convolutions of images where ND4J's fused ops are slow. The backward op computes the cotangents
 * of images and weights also where one of them is read. With many channels it takes up to fifteen
 * times as long as two convolutions, and for the weights of few channels up to six times as long as
 * a product.
 */
final class Convolutions {

  /** With at least so many channels in and out the fused backward op is the slower one. */
  private static final long MANY = 256;

  /** With at most so many channels in it is, too, if the images need no cotangent. */
  private static final long FEW = 8;

  /** With at least so many channels in and out a convolution for the images alone is faster. */
  private static final long WORTH_TURNING = 64;

  /** With so many channels in and out the forward op is slow on tiny images. */
  private static final long MANY_ON_TINY_IMAGES = 512;

  /** Images of at most this many pixels count as tiny. */
  private static final long TINY = 16;

  private static final NativeOp ADD = NativeOp.of("add");

  private Convolutions() {}

  /** Binds a {@code conv2d} with inputs x, w and perhaps a bias. */
  static boolean forward(Node node, Binder binder) {
    int x = node.input(0);
    int weights = node.input(1);
    ConvolutionSettings settings = settings(node, binder);
    if (!isProduct(settings, binder.shape(x)) || !binder.isDense(x) || !binder.isDense(weights)) {
      return false;
    }
    int output = node.output(0);
    ConvolutionProducts.convolution(binder, output, x, weights);
    if (node.inputCount() > 2) {
      int bias = binder.reshaped(node.input(2), 1, settings.channelsOut(), 1, 1);
      binder.compute(output, ADD, output, bias);
    }
    return true;
  }

  /** Binds a {@code conv2d_bp} with inputs x, w, perhaps a bias, and the cotangent. */
  static boolean backward(Node node, Binder binder) {
    int x = node.input(0);
    int weights = node.input(1);
    int cotangent = node.input(node.inputCount() - 1);
    ConvolutionSettings settings = settings(node, binder);
    boolean needsImages = binder.isRead(node.output(0));
    boolean needsWeights = binder.isRead(node.output(1));
    if (!isFaster(settings, needsImages, needsWeights, binder.shape(x))
        || !binder.isDense(x)
        || !binder.isDense(weights)
        || !binder.isDense(cotangent)) {
      return false;
    }
    if (needsImages) {
      images(binder, settings, node.output(0), weights, cotangent, binder.shape(x));
    }
    if (needsWeights) {
      binder.allocate(node.output(1), node.type(1), binder.shape(weights));
      if (isOfMany(settings)) {
        ConvolutionProducts.weights(binder, node.output(1), x, cotangent);
      } else {
        ConvolutionProducts.weightsOfPatches(
            binder, node.output(1), x, cotangent, settings.patches(binder.shape(x)));
      }
    }
    if (node.outputCount() > 2 && binder.isRead(node.output(2))) {
      Sums.perChannel(binder, node.output(2), cotangent, binder.shape(node.input(2)));
    }
    return true;
  }

  private static ConvolutionSettings settings(Node node, Binder binder) {
    return ConvolutionSettings.of(((CustomOp) node.op()).iArgs(), binder.shape(node.input(1)));
  }

  private static boolean isOfMany(ConvolutionSettings settings) {
    return settings.isCentred() && settings.channels() >= MANY;
  }

  private static boolean isFaster(
      ConvolutionSettings settings, boolean needsImages, boolean needsWeights, long... images) {
    if (!settings.haveUsualFormats()) {
      return false;
    }
    if (!needsWeights) {
      return settings.hasAdjoint() && settings.channels() >= WORTH_TURNING;
    }
    boolean hasFew = settings.channelsIn() <= FEW && settings.isEvenlyPadded(images);
    return isOfMany(settings) || (!needsImages && hasFew);
  }

  private static boolean isProduct(ConvolutionSettings settings, long... images) {
    return settings.haveUsualFormats()
        && settings.isCentred()
        && settings.channels() >= MANY_ON_TINY_IMAGES
        && images[2] * images[3] <= TINY;
  }

  /** The convolution of the cotangent with the weights turned by 180° and transposed. */
  private static void images(
      Binder binder,
      ConvolutionSettings settings,
      int output,
      int weights,
      int cotangent,
      long... shape) {
    int turned = ConvolutionProducts.turned(binder, weights);
    if (isProduct(settings, shape)) {
      ConvolutionProducts.convolution(binder, output, cotangent, turned);
    } else {
      binder.allocate(output, binder.value(cotangent).dataType(), shape);
      binder.compute(output, settings.adjoint(), cotangent, turned);
    }
    binder.released(turned);
  }
}

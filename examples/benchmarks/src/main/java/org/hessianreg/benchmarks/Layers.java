package org.hessianreg.benchmarks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/** Writes the layers of a network into a SameDiff graph, the way a user would. */
final class Layers {

  private static final double VARIANCE_FLOOR = 1e-5;

  private final SameDiff graph;
  private final Random random;
  private int layers;

  Layers(SameDiff graph, long seed) {
    this.graph = graph;
    this.random = Nd4j.getRandomFactory().getNewRandomInstance(seed);
  }

  SameDiff graph() {
    return graph;
  }

  SDVariable relu(SDVariable x) {
    return graph.nn().relu(x, 0.0);
  }

  /** {@code x·W + b}, along the last dimension of a matrix. */
  SDVariable dense(SDVariable x, int in, int out) {
    int layer = layers++;
    return x.mmul(weight("W" + layer, in, in, out)).add(bias("b" + layer, out));
  }

  /** A square convolution of NCHW images, padded to keep their size; with a bias if asked for. */
  SDVariable convolution(SDVariable x, int kernel, int stride, int in, int out, boolean biased) {
    int layer = layers++;
    SDVariable weight = weight("W" + layer, kernel * kernel * in, kernel, kernel, in, out);
    Conv2DConfig config =
        Conv2DConfig.builder()
            .kH(kernel)
            .kW(kernel)
            .sH(stride)
            .sW(stride)
            .paddingMode(PaddingMode.SAME)
            .dataFormat(Conv2DConfig.NCHW)
            .build();
    return biased
        ? graph.cnn().conv2d(x, weight, bias("b" + layer, out), config)
        : graph.cnn().conv2d(x, weight, config);
  }

  /** Max pooling over windows of 2 by 2. */
  SDVariable halve(SDVariable x) {
    return graph.cnn().maxPooling2d(x, Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build());
  }

  /**
   * Batch normalisation of NCHW images in training form, from primitives: {@code sd.nn.batchNorm}
   * of ND4J 1.0.0-M2.1 cannot be trained.
   */
  SDVariable batchNorm(SDVariable x, int channels) {
    int layer = layers++;
    SDVariable centred = x.sub(x.mean(true, 0, 2, 3));
    SDVariable variance = graph.math().square(centred).mean(true, 0, 2, 3);
    SDVariable normal = centred.mul(graph.math().rsqrt(variance.add(VARIANCE_FLOOR)));
    SDVariable gain = graph.var("gain" + layer, Nd4j.ones(DataType.FLOAT, 1, channels, 1, 1));
    SDVariable shift = graph.var("shift" + layer, Nd4j.zeros(DataType.FLOAT, 1, channels, 1, 1));
    return normal.mul(gain).add(shift);
  }

  /** Layer normalisation over the last dimension. */
  SDVariable layerNorm(SDVariable x, int width) {
    int layer = layers++;
    SDVariable gain = graph.var("gain" + layer, Nd4j.ones(DataType.FLOAT, width));
    return graph.nn().layerNorm(x, gain, bias("b" + layer, width), false, -1);
  }

  /** Weights with the variance that He initialisation gives them. */
  SDVariable weight(String name, int fanIn, long... shape) {
    INDArray values = Nd4j.randn(0.0, Math.sqrt(2.0 / fanIn), shape, random);
    return graph.var(name, values.castTo(DataType.FLOAT));
  }

  SDVariable bias(String name, int size) {
    return graph.var(name, Nd4j.zeros(DataType.FLOAT, size));
  }
}

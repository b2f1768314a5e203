package org.hessianreg.examples.comparison;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/** The networks of the comparison: from rows of 784 pixels to 10 logits, with ReLU in between. */
enum Architecture {
  /** Three dense layers, 784-128-128-10. */
  MLP("mlp") {
    @Override
    SDVariable logits(SameDiff sd, SDVariable images, Random random) {
      SDVariable x = relu(sd, dense(sd, "dense1", images, FashionMnist.PIXELS, HIDDEN, random));
      x = relu(sd, dense(sd, "dense2", x, HIDDEN, HIDDEN, random));
      return dense(sd, "output", x, HIDDEN, FashionMnist.CLASSES, random);
    }
  },
  /** Two convolutions of 3×3 with 8 and 16 filters, max pooling after each, a dense layer. */
  CNN("cnn") {
    @Override
    SDVariable logits(SameDiff sd, SDVariable images, Random random) {
      int side = FashionMnist.SIDE;
      SDVariable x = sd.reshape(images, -1, 1, side, side);
      x = convolveAndPool(sd, "conv1", x, 1, FILTERS, random);
      x = convolveAndPool(sd, "conv2", x, FILTERS, 2 * FILTERS, random);
      int flat = 2 * FILTERS * (side / 4) * (side / 4);
      x = sd.reshape(x, -1, flat);
      return dense(sd, "output", x, flat, FashionMnist.CLASSES, random);
    }
  };

  private static final int HIDDEN = 128;
  private static final int FILTERS = 8;
  private static final int KERNEL = 3;

  private final String id;

  Architecture(String id) {
    this.id = id;
  }

  /** The name on the command line and in tables. */
  String id() {
    return id;
  }

  /** Appends the network to a graph. */
  abstract SDVariable logits(SameDiff sd, SDVariable images, Random random);

  private static SDVariable relu(SameDiff sd, SDVariable x) {
    return sd.nn().relu(x, 0.0);
  }

  private static SDVariable convolveAndPool(
      SameDiff sd, String name, SDVariable x, int in, int out, Random random) {
    SDVariable weight =
        weight(sd, name + ".W", random, KERNEL * KERNEL * in, KERNEL, KERNEL, in, out);
    Conv2DConfig sameSize =
        Conv2DConfig.builder()
            .kH(KERNEL)
            .kW(KERNEL)
            .paddingMode(PaddingMode.SAME)
            .dataFormat(Conv2DConfig.NCHW)
            .build();
    Pooling2DConfig halve = Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build();
    SDVariable convolved = sd.cnn().conv2d(x, weight, bias(sd, name + ".b", out), sameSize);
    return sd.cnn().maxPooling2d(relu(sd, convolved), halve);
  }

  private static SDVariable dense(
      SameDiff sd, String name, SDVariable x, int in, int out, Random random) {
    return x.mmul(weight(sd, name + ".W", random, in, in, out)).add(bias(sd, name + ".b", out));
  }

  /** He initialisation. */
  private static SDVariable weight(
      SameDiff sd, String name, Random random, int fanIn, long... shape) {
    INDArray values = Nd4j.randn(0.0, Math.sqrt(2.0 / fanIn), shape, random);
    return sd.var(name, values.castTo(DataType.FLOAT));
  }

  private static SDVariable bias(SameDiff sd, String name, int size) {
    return sd.var(name, Nd4j.zeros(DataType.FLOAT, size));
  }
}

package org.hessianreg.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** Small networks of the kinds that people train; the batch is 4 and dynamic in the graph. */
final class NetworkCases {

  static final int BATCH = 4;

  /** Builds a network that ends in a loss; its inputs are {@code x} and one-hot {@code y}. */
  interface Body {
    void build(Net net);
  }

  private NetworkCases() {}

  static Map<String, Body> all() {
    Map<String, Body> all = new LinkedHashMap<>();
    all.put("strided convolution, overlapping pools, bias", NetworkCases::strided);
    all.put("depthwise convolution, group norm, elu", NetworkCases::depthwise);
    all.put("dilated convolution with a mirrored border, channels last", NetworkCases::dilated);
    all.put("two-head attention with layer norm", NetworkCases::attention);
    all.put("gated recurrence with slices of one weight", NetworkCases::recurrence);
    all.put("residual block with concatenation and split", NetworkCases::residual);
    all.put("several losses, shared weights", NetworkCases::severalLosses);
    all.put("weighted huber loss and label smoothing", NetworkCases::weighted);
    return all;
  }

  private static void strided(Net n) {
    SDVariable x = n.input(2, 7, 6);
    Conv2DConfig conv =
        Conv2DConfig.builder().kH(3).kW(3).sH(2).sW(1).paddingMode(PaddingMode.SAME).build();
    SDVariable h = n.sd.cnn().conv2d(x, n.w(3, 3, 2, 3), n.w(3), conv);
    Pooling2DConfig pool = Pooling2DConfig.builder().kH(3).kW(2).sH(1).sW(2).build();
    h = n.sd.cnn().avgPooling2d(n.sd.math().tanh(h), pool);
    h = n.sd.cnn().maxPooling2d(h, Pooling2DConfig.builder().kH(2).kW(2).build());
    n.classify(h.reshape(-1, 6), 6);
  }

  private static void depthwise(Net n) {
    SDVariable x = n.input(2, 5, 5);
    Conv2DConfig conv = Conv2DConfig.builder().kH(3).kW(3).build();
    SDVariable h = n.sd.cnn().depthWiseConv2d(x, n.w(3, 3, 2, 2), conv);
    SDVariable grouped = h.reshape(-1, 2, 18);
    SDVariable centred = grouped.sub(grouped.mean(true, 2));
    SDVariable variance = n.sd.math().square(centred).mean(true, 2);
    SDVariable normed = centred.div(n.sd.math().sqrt(variance.add(1e-3)));
    h = normed.reshape(-1, 4, 3, 3).mul(n.w(1, 4, 1, 1)).add(n.w(1, 4, 1, 1));
    n.classify(n.sd.nn().elu(h).mean(2, 3), 4);
  }

  private static void dilated(Net n) {
    SDVariable x = n.input(5, 4, 2);
    SDVariable border =
        n.sd.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {1, 1}, {1, 1}, {0, 0}}));
    SDVariable padded = n.sd.nn().pad(x, border, PadMode.REFLECT, 0.0);
    Conv2DConfig conv = Conv2DConfig.builder().kH(2).kW(2).dH(2).dW(2).dataFormat("NHWC").build();
    SDVariable h = n.sd.cnn().conv2d(padded, n.w(2, 2, 2, 3), n.w(3), conv);
    n.classify(n.sd.nn().softplus(h).mean(1, 2), 3);
  }

  private static void attention(Net n) {
    SDVariable x = n.input(5, 4);
    SDVariable normed = n.sd.nn().layerNorm(x, n.w(4), n.w(4), false, 2);
    SDVariable q = heads(n, normed);
    SDVariable k = heads(n, normed);
    SDVariable v = heads(n, normed);
    SDVariable scores = n.sd.mmul(q, k, false, true, false).mul(Math.sqrt(0.5));
    SDVariable mixed = n.sd.nn().softmax(scores, -1).mmul(v);
    SDVariable joined = n.sd.permute(mixed, 0, 2, 1, 3).reshape(-1, 4).mmul(n.w(4, 4));
    n.classify(joined.reshape(-1, 5, 4).add(x).mean(1), 4);
  }

  private static SDVariable heads(Net n, SDVariable x) {
    SDVariable projected = x.reshape(-1, 4).mmul(n.w(4, 4)).reshape(-1, 5, 2, 2);
    return n.sd.permute(projected, 0, 2, 1, 3);
  }

  private static void recurrence(Net n) {
    SDVariable x = n.input(3, 2);
    SDVariable w = n.w(5, 6);
    SDVariable h = null;
    for (int t = 0; t < 3; t++) {
      SDVariable now = x.get(SDIndex.all(), SDIndex.point(t), SDIndex.all());
      SDVariable before = h == null ? now.mul(0.0).sum(true, 1).mul(n.ones(1, 3)) : h;
      SDVariable gates = n.sd.concat(1, now, before).mmul(w);
      SDVariable[] parts = n.sd.split(gates, 2, 1);
      SDVariable update = n.sd.nn().sigmoid(parts[0]);
      SDVariable candidate = n.sd.math().tanh(parts[1]);
      h = before.mul(update.rsub(1.0)).add(update.mul(candidate));
    }
    n.classify(h, 3);
  }

  private static void residual(Net n) {
    SDVariable x = n.input(6);
    SDVariable h = n.sd.nn().swish(x.mmul(n.w(6, 4)).add(n.w(4)));
    SDVariable wide = n.sd.concat(1, h, n.sd.math().neg(h));
    SDVariable[] halves = n.sd.split(wide, 2, 1);
    SDVariable sum = h.add(halves[1].mul(halves[0])).mmul(n.w(4, 4)).add(h);
    n.classify(n.sd.nn().gelu(sum), 4);
  }

  private static void severalLosses(Net n) {
    SDVariable x = n.input(5);
    SDVariable w = n.w(5, 4);
    SDVariable code = n.sd.math().tanh(x.mmul(w));
    SDVariable back = n.sd.mmul(code, w, false, true, false);
    n.sd.loss().meanSquaredError("reconstruction", x, back, null);
    n.classify(code, 4);
    n.sd.setLossVariables("loss", "reconstruction");
  }

  private static void weighted(Net n) {
    SDVariable x = n.input(5);
    SDVariable logits = n.sd.math().tanh(x.mmul(n.w(5, 4)).add(n.w(4))).mmul(n.w(4, 3));
    SDVariable weights = n.sd.constant(Nd4j.createFromArray(1.0, 0.0, 2.0, 0.5));
    LossReduce byWeight = LossReduce.MEAN_BY_WEIGHT;
    SDVariable ce =
        n.sd.loss().softmaxCrossEntropy("ce", n.labels(), logits, weights, byWeight, 0.1);
    SDVariable perRow = weights.reshape(4, 1);
    SDVariable huber = n.sd.loss().huberLoss("huber", n.labels(), logits, perRow, byWeight, 0.7);
    ce.add("loss", huber.mul(0.5));
    n.sd.setLossVariables("loss");
  }

  /** A graph under construction; weights are the same at every construction. */
  static final class Net {

    private final SameDiff sd = SameDiff.create();
    private final Random random = new Random(3);
    private int weights;
    private long[] inputShape;

    private SDVariable input(long... shape) {
      inputShape = shape;
      long[] dynamic = new long[shape.length + 1];
      dynamic[0] = -1;
      System.arraycopy(shape, 0, dynamic, 1, shape.length);
      sd.placeHolder("y", DataType.DOUBLE, -1, 3);
      return sd.placeHolder("x", DataType.DOUBLE, dynamic);
    }

    private SDVariable labels() {
      return sd.getVariable("y");
    }

    private SDVariable w(long... shape) {
      INDArray values = Nd4j.create(DataType.DOUBLE, shape);
      for (long i = 0; i < values.length(); i++) {
        values.putScalar(i, 0.5 * random.nextGaussian());
      }
      return sd.var("w" + weights++, values);
    }

    private SDVariable ones(long... shape) {
      return sd.constant(Nd4j.ones(DataType.DOUBLE, shape));
    }

    private void classify(SDVariable features, long size) {
      SDVariable logits = features.mmul(w(size, 3)).add(w(3));
      sd.loss().softmaxCrossEntropy("loss", labels(), logits, null);
      sd.setLossVariables("loss");
    }

    SameDiff graph() {
      return sd;
    }

    /** The shape of {@code x} with the batch. */
    long[] batchShape() {
      long[] shape = new long[inputShape.length + 1];
      shape[0] = BATCH;
      System.arraycopy(inputShape, 0, shape, 1, inputShape.length);
      return shape;
    }
  }
}

package org.hessianreg.dl4j.internal.mirror.sequences;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** Pooling over all steps, pixels or voxels. */
final class GlobalPooling {

  /** Far below any activation, and finite in every floating-point type but half. */
  private static final double NEVER_THE_MAXIMUM = -1e30;

  private GlobalPooling() {}

  static SDVariable activations(LayerScope<GlobalPoolingLayer> layer, SDVariable input) {
    long[] shape = layer.shape(input);
    SDVariable mask = layer.mask();
    SDVariable pooled =
        mask == null
            ? pooled(layer, input, dimensions(layer.conf(), shape.length))
            : masked(layer, input, mask);
    if (layer.conf().isCollapseDimensions()) {
      return pooled;
    }
    long[] uncollapsed = new long[shape.length];
    Arrays.fill(uncollapsed, 1);
    uncollapsed[0] = shape[0];
    uncollapsed[1] = shape[1];
    return pooled.reshape(uncollapsed);
  }

  private static int[] dimensions(GlobalPoolingLayer conf, int rank) {
    return conf.getPoolingDimensions() == null
        ? IntStream.range(2, rank).toArray()
        : conf.getPoolingDimensions();
  }

  private static SDVariable pooled(
      LayerScope<GlobalPoolingLayer> layer, SDVariable x, int... dimensions) {
    switch (layer.conf().getPoolingType()) {
      case MAX:
        return x.max(dimensions);
      case AVG:
        return x.mean(dimensions);
      case SUM:
        return x.sum(dimensions);
      case PNORM:
        return norm(layer, x, dimensions);
      default:
        throw layer.refusal(
            "pooling type " + layer.conf().getPoolingType() + " is unknown", "use another type.");
    }
  }

  private static SDVariable norm(
      LayerScope<GlobalPoolingLayer> layer, SDVariable x, int... dimensions) {
    var math = layer.graph().math();
    int p = layer.conf().getPnorm();
    if (p == 1) {
      return math.abs(x).sum(dimensions);
    }
    if (p == 2) {
      return math.sqrt(math.square(x).sum(dimensions));
    }
    return math.pow(math.pow(math.abs(x), p).sum(dimensions), 1.0 / p);
  }

  /**
   * As Deeplearning4j does with a mask, whatever dimensions are configured. It averages by the sum
   * of the mask, also where one number of the mask stands for many pixels.
   */
  private static SDVariable masked(
      LayerScope<GlobalPoolingLayer> layer, SDVariable x, SDVariable givenMask) {
    int rank = layer.shape(x).length;
    SDVariable mask = rank == 3 ? Sequences.alongTime(layer, givenMask, RNNFormat.NCW) : givenMask;
    int[] dimensions = IntStream.range(2, rank).toArray();
    PoolingType type = layer.conf().getPoolingType();
    if (type == PoolingType.MAX) {
      return x.add(mask.rsub(1.0).mul(NEVER_THE_MAXIMUM)).max(dimensions);
    }
    if (type == PoolingType.AVG) {
      SDVariable counts = mask.sum(IntStream.range(1, rank).toArray());
      SDVariable weights = layer.graph().math().reciprocal(counts);
      return x.mul(mask).sum(dimensions).mul(layer.graph().expandDims(weights, 1));
    }
    return pooled(layer, x.mul(mask), dimensions);
  }
}

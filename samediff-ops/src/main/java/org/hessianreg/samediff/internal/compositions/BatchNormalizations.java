package org.hessianreg.samediff.internal.compositions;

import java.util.List;
import java.util.OptionalInt;
import org.hessianreg.samediff.internal.calculus.Channels;
import org.hessianreg.samediff.internal.graph.Ranks;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Batch normalisation, {@code (x − mean)·γ/√(variance + ε) + β} (Ioffe, Szegedy, "Batch
 * Normalization", ICML 2015). SameDiff loses the axis of one of ND4J's ops, and has no gradient of
 * the other.
 */
final class BatchNormalizations {

  private static final double USUAL_EPSILON = 1e-3;

  /** What ND4J's fused op, like TensorFlow's, takes instead of a smaller number. */
  private static final double LEAST_EPSILON = 1.001e-5;

  private BatchNormalizations() {}

  /** With given mean and variance, which may be computed from the minibatch. */
  static List<SDVariable> ofStatistics(OriginalOp op) {
    int[] arguments = op.integers();
    boolean hasScale = arguments.length > 0 && arguments[0] != 0;
    boolean hasShift = arguments.length > 1 && arguments[1] != 0;
    if (op.count() != 3 + (hasScale ? 1 : 0) + (hasShift ? 1 : 0)) {
      throw op.unsupported("it has other inputs than its arguments say");
    }
    SDVariable x = op.input(0);
    SDVariable[] channels = new SDVariable[op.count()];
    for (int i = 1; i < channels.length; i++) {
      channels[i] = spread(op, op.input(i), arguments);
    }
    double epsilon = op.reals().length > 0 ? op.reals()[0] : USUAL_EPSILON;
    SDVariable factor = op.math().rsqrt(channels[2].add(epsilon));
    factor = hasScale ? factor.mul(channels[3]) : factor;
    SDVariable y = x.sub(channels[1]).mul(factor);
    return OriginalOp.result(hasShift ? y.add(channels[hasScale ? 4 : 3]) : y);
  }

  /** Statistics along several axes have as many dimensions as the input. */
  private static SDVariable spread(OriginalOp op, SDVariable vector, int... arguments) {
    if (arguments.length > 3) {
      return vector;
    }
    int axis = arguments.length == 3 ? arguments[2] : -1;
    return Channels.spread(vector, op.input(0), axis, Ranks.of(op.input(0)));
  }

  /** TensorFlow's, of images, with given mean and variance or with those of the minibatch. */
  static List<SDVariable> fused(OriginalOp op) {
    int[] arguments = op.integers();
    boolean isTraining = arguments.length < 2 || arguments[1] != 0;
    if (op.count() != 3 && op.count() != 5) {
      throw op.unsupported("it has attributes as inputs");
    }
    if (!isTraining && op.count() < 5) {
      throw op.unsupported("it has no statistics");
    }
    if (!isTraining && (op.isRead(1) || op.isRead(2))) {
      throw op.unsupported("ND4J computes no statistics where it is given them, but they are read");
    }
    int axis = arguments.length == 0 || arguments[0] == 0 ? 3 : 1;
    int[] others = axis == 3 ? new int[] {0, 1, 2} : new int[] {0, 2, 3};
    SDVariable x = op.input(0);
    SDVariable mean = isTraining ? x.mean(others) : op.input(3);
    SDVariable centred = x.sub(image(mean, x, axis));
    SDVariable variance = isTraining ? op.math().square(centred).mean(others) : op.input(4);
    double epsilon = op.reals().length > 0 ? op.reals()[0] : USUAL_EPSILON;
    // A FLOAT in ND4J, also in DOUBLE graphs.
    SDVariable factor = op.math().rsqrt(variance.add((float) Math.max(LEAST_EPSILON, epsilon)));
    SDVariable y =
        centred.mul(image(factor.mul(op.input(1)), x, axis)).add(image(op.input(2), x, axis));
    return OriginalOp.result(y, mean, isTraining ? unbiased(variance, x, others) : variance);
  }

  private static SDVariable image(SDVariable vector, SDVariable x, int axis) {
    return Channels.spread(vector, x, axis, OptionalInt.of(4));
  }

  /** Divided by one less than the count. */
  private static SDVariable unbiased(SDVariable variance, SDVariable x, int... dimensions) {
    SameDiff sd = x.getSameDiff();
    SDVariable product = sd.sizeAt(x, dimensions[0]);
    for (int i = 1; i < dimensions.length; i++) {
      product = product.mul(sd.sizeAt(x, dimensions[i]));
    }
    SDVariable count = product.castTo(variance.dataType());
    return variance.mul(count.mul(sd.math().reciprocal(count.sub(1.0))));
  }
}

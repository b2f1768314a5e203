package org.hessianreg.samediff.internal.imports;

import org.hessianreg.samediff.internal.calculus.Channels;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Batch normalisation, {@code (x − mean)·γ/√(variance + ε) + β}, in ops that SameDiff can train: it
 * loses the axis of one of ND4J's, and has no gradient of the other.
 */
final class BatchNormalizations {

  private static final double USUAL_EPSILON = 1e-3;

  /** What ND4J's fused op, like TensorFlow's, takes instead of a smaller number. */
  private static final double LEAST_EPSILON = 1.001e-5;

  private static final String WRITTEN = "is written with sub, mul, rsqrt and add";

  private BatchNormalizations() {}

  /** With given mean and variance, along one axis. */
  static Repaired ofStatistics(ImportedOp op) {
    int[] arguments = op.integers();
    if (arguments.length > 3) {
      // It has a composition.
      return Repaired.unneeded();
    }
    boolean hasScale = arguments.length > 0 && arguments[0] != 0;
    boolean hasShift = arguments.length > 1 && arguments[1] != 0;
    if (op.count() != 3 + (hasScale ? 1 : 0) + (hasShift ? 1 : 0)) {
      return Repaired.left("has other inputs than its arguments say");
    }
    int axis = arguments.length == 3 ? arguments[2] : -1;
    SDVariable[] channels = new SDVariable[op.count()];
    for (int i = 1; i < channels.length; i++) {
      channels[i] = Channels.spread(op.input(i), op.input(0), axis, op.rank(0));
    }
    SDVariable factor = deviation(op.graph(), channels[2], epsilon(op));
    factor = hasScale ? factor.mul(channels[3]) : factor;
    SDVariable y = op.input(0).sub(channels[1]).mul(factor);
    return Repaired.equal(WRITTEN, hasShift ? y.add(channels[hasScale ? 4 : 3]) : y);
  }

  /** TensorFlow's, with given mean and variance or with those of the minibatch. */
  static Repaired fused(ImportedOp op) {
    int[] arguments = op.integers();
    boolean isTraining = arguments.length < 2 || arguments[1] != 0;
    if (op.isRead(1) || op.isRead(2)) {
      // The composition has them, where ND4J computes them.
      return isTraining ? Repaired.unneeded() : Repaired.left("has statistics that are read");
    }
    if (!isTraining && op.count() < 5) {
      return Repaired.left("has no statistics");
    }
    boolean isChannelsLast = arguments.length == 0 || arguments[0] == 0;
    int axis = isChannelsLast ? 3 : 1;
    SDVariable x = op.input(0);
    int[] others = isChannelsLast ? new int[] {0, 1, 2} : new int[] {0, 2, 3};
    SDVariable centred = x.sub(isTraining ? x.mean(true, others) : spreadImage(op, 3, axis));
    SDVariable variance =
        isTraining
            ? op.graph().math().square(centred).mean(true, others)
            : spreadImage(op, 4, axis);
    SDVariable factor =
        deviation(op.graph(), variance, fusedEpsilon(op)).mul(spreadImage(op, 1, axis));
    return Repaired.equal(WRITTEN, centred.mul(factor).add(spreadImage(op, 2, axis)));
  }

  private static SDVariable deviation(SameDiff graph, SDVariable variance, double epsilon) {
    return graph.math().rsqrt(variance.add(epsilon));
  }

  private static double epsilon(ImportedOp op) {
    return op.reals().length > 0 ? op.reals()[0] : USUAL_EPSILON;
  }

  /** A FLOAT in ND4J, also in DOUBLE graphs. */
  private static double fusedEpsilon(ImportedOp op) {
    return (float) Math.max(LEAST_EPSILON, epsilon(op));
  }

  private static SDVariable spreadImage(ImportedOp op, int input, int axis) {
    return axis == 3 ? op.input(input) : op.input(input).reshape(1, -1, 1, 1);
  }
}

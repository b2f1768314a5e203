package org.hessianreg.samediff.internal.compositions;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** Ops that sum or multiply along a dimension, by products with a triangular or band matrix. */
final class Neighbours {

  private Neighbours() {}

  /**
   * {@code p·exp(S log(x/x₀))}, with the product {@code p} and {@code x₀ = x} that do not change,
   * and a triangular matrix {@code S}. Not finite where an element is zero.
   */
  static List<SDVariable> cumulativeProduct(OriginalOp op) {
    int[] arguments = op.integers();
    if (op.count() > 1 || arguments.length != 3) {
      throw op.unsupported("it does not name just one dimension");
    }
    boolean exclusive = arguments[0] != 0;
    boolean reverse = arguments[1] != 0;
    SDVariable x = op.input(0);
    SDVariable value = op.value(x);
    SDVariable start = Cut.of(op.math().reciprocal(Cut.of(x)));
    SDVariable logarithm = op.math().log(x.mul(start));
    Axis axis = new Axis(logarithm, arguments[2]);
    SDVariable sums = axis.matrix((j, i) -> isFactor(j, i, exclusive, reverse));
    return OriginalOp.result(value.mul(op.math().exp(axis.times(logarithm, sums))));
  }

  private static SDVariable isFactor(
      SDVariable factor, SDVariable product, boolean exclusive, boolean reverse) {
    SDVariable first = reverse ? product : factor;
    SDVariable second = reverse ? factor : product;
    return exclusive ? first.lt(second) : first.lte(second);
  }

  /**
   * {@code x·(k + α·Σ x_j²)^−β}, summed over channels at most {@code n} away; the channels are the
   * last dimension (Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional
   * Neural Networks", NIPS 2012).
   */
  static List<SDVariable> responseNormalization(OriginalOp op) {
    double[] reals = op.reals();
    if (reals.length < 3 || op.integers().length < 1) {
      throw op.unsupported("it lacks attributes");
    }
    double radius = op.integers()[0];
    SDVariable x = op.input(0);
    Axis channels = new Axis(x, -1);
    SDVariable band = channels.matrix((j, i) -> op.math().abs(j.sub(i)).lte(radius));
    SDVariable sums = channels.times(op.math().square(x), band);
    // FLOAT numbers in ND4J, also in DOUBLE graphs.
    SDVariable size = sums.mul((float) reals[1]).add((float) reals[0]);
    SDVariable factor = op.math().pow(size, -(float) reals[2]);
    return OriginalOp.result(x.mul(factor));
  }
}

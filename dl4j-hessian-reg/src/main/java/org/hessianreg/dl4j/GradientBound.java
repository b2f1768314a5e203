package org.hessianreg.dl4j;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Max;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Keeps the gradient of the penalty from being longer than a multiple of the gradient of the loss.
 * All is computed where the arrays are; nothing is read on the host. Immutable.
 */
final class GradientBound {

  /** Vanishes beside every norm that matters, and makes 0/0 a 1. */
  private static final double SMALLEST = Double.MIN_NORMAL;

  private final double ratio;

  /**
   * Creates a bound.
   *
   * @param ratio the largest ratio of the norms, positive and finite
   */
  GradientBound(double ratio) {
    this.ratio = ratio;
  }

  /**
   * The factor {@code min(1, ratio·|∇L| / |∇penalty|)}, exactly 1 where nothing is to be shortened.
   *
   * @param loss the gradients of the loss
   * @param penalty the gradients of the penalty; none if it does not depend on the parameters
   * @return a scalar, an array of its own
   */
  INDArray scale(List<INDArray> loss, List<INDArray> penalty) {
    INDArray most = norm(loss).muli(ratio);
    INDArray longest = Nd4j.exec(new Max(most, norm(penalty)))[0];
    return most.addi(SMALLEST).divi(longest.addi(SMALLEST));
  }

  /** The norm of all elements of some arrays together, in float64. */
  private static INDArray norm(List<INDArray> arrays) {
    INDArray[] norms = new INDArray[arrays.size() + 1];
    norms[0] = Nd4j.zeros(DataType.DOUBLE, 1);
    for (int i = 1; i < norms.length; i++) {
      norms[i] = arrays.get(i - 1).norm2().castTo(DataType.DOUBLE).reshape(1);
    }
    return Nd4j.concat(0, norms).norm2();
  }

  /**
   * Multiplies an array with the factor.
   *
   * @param array an array, which stays as it is
   * @param scale what {@link #scale} returned
   * @param result an array of the same shape and type
   */
  static void multiply(INDArray array, INDArray scale, INDArray result) {
    Nd4j.exec(new MulOp(array, scale.castTo(array.dataType()), result));
  }
}

package org.hessianreg.dl4j.mirror;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Masks of labels. */
final class LabelMasks {

  private LabelMasks() {}

  /**
   * The mask of an output layer. With other numbers than 0 and 1, Deeplearning4j multiplies scores
   * and gradients with different powers of them.
   */
  static SDVariable of(LayerScope<?> layer) {
    return layer.mask(mask -> requireZerosAndOnes(layer, mask));
  }

  private static INDArray requireZerosAndOnes(MirrorScope<?> layer, INDArray mask) {
    INDArray numbers = mask.castTo(DataType.DOUBLE);
    if (numbers.mul(numbers.rsub(1.0)).amaxNumber().doubleValue() != 0.0) {
      throw layer.refusal(
          "the labels' mask contains other numbers than 0 and 1, and with such masks"
              + " Deeplearning4j's gradient is not the derivative of its score.",
          "use masks of zeros and ones.");
    }
    return mask;
  }
}

package org.hessianreg.dl4j.mirror;

import org.nd4j.autodiff.samediff.SDVariable;
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
    for (long i = 0; i < mask.length(); i++) {
      double number = mask.getDouble(i);
      if (number != 0.0 && number != 1.0) {
        throw layer.refusal(
            String.format(
                "the labels' mask contains %s, and with such masks Deeplearning4j's gradient is not"
                    + " the derivative of its score",
                number),
            "use masks of zeros and ones.");
      }
    }
    return mask;
  }
}

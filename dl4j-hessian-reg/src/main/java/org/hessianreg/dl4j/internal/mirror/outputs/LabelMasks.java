package org.hessianreg.dl4j.internal.mirror.outputs;

import org.hessianreg.dl4j.mirror.LayerScope;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
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

  private static void requireZerosAndOnes(MirrorScope<?> layer, INDArray mask) {
    INDArray numbers = mask.castTo(DataType.DOUBLE);
    layer.object(
        numbers.mul(numbers.rsub(1.0)).amax(),
        whole ->
            layer.refusal(
                "the labels' mask contains numbers other than 0 and 1, and with such masks"
                    + " Deeplearning4j's gradient is not the derivative of its score.",
                "use masks of zeros and ones."));
  }

  /**
   * Requires that a mask leaves out whole rows, or that the activation function does not mix the
   * outputs of a row: Deeplearning4j drops the gradients of outputs that are left out.
   */
  static void requireUnmixed(MirrorScope<?> at, IActivation activation, SDVariable mask) {
    if (mask != null && at.shape(mask)[1] != 1 && activation instanceof ActivationSoftmax) {
      throw at.refusal(
          "Deeplearning4j's gradient with softmax and a mask of outputs is not the derivative of"
              + " its score.",
          "use a mask of examples.");
    }
  }
}

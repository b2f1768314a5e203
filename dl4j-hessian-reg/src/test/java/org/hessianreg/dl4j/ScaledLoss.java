package org.hessianreg.dl4j;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossL2;

/** A loss function as a user may write it: squared errors times a factor that is annealed. */
final class ScaledLoss extends LossL2 {

  private static final long serialVersionUID = 1L;

  private double factor = 1.0;

  double factor() {
    return factor;
  }

  void setFactor(double value) {
    factor = value;
  }

  @Override
  public INDArray scoreArray(INDArray labels, INDArray z, IActivation activation, INDArray mask) {
    return super.scoreArray(labels, z, activation, mask).muli(factor);
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray z, IActivation activation, INDArray mask, boolean average) {
    return factor * super.computeScore(labels, z, activation, mask, average);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray z, IActivation activation, INDArray mask) {
    return super.computeGradient(labels, z, activation, mask).muli(factor);
  }
}

package org.hessianreg.examples.baselines;

import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;

/**
 * Label smoothing (Szegedy et al., <a href="https://arxiv.org/abs/1512.00567">Rethinking the
 * Inception Architecture for Computer Vision</a>, section 7): one-hot labels {@code y} of {@code K}
 * classes become {@code (1 − ε)·y + ε/K}.
 */
public final class LabelSmoothing implements DataSetPreProcessor {

  private static final long serialVersionUID = 1L;

  private final double epsilon;

  /**
   * Creates the preprocessor.
   *
   * @param epsilon {@code ε}, from 0 (nothing changes) to 1 (all classes alike)
   * @throws HessianTraceException if it is outside
   */
  public LabelSmoothing(double epsilon) {
    if (!(epsilon >= 0 && epsilon <= 1)) {
      throw new HessianTraceException(
          "Label smoothing is " + epsilon + ", outside [0, 1].",
          "give the share of a label that is spread over all classes, for instance 0.1.");
    }
    this.epsilon = epsilon;
  }

  @Override
  public void preProcess(DataSet batch) {
    INDArray labels = batch.getLabels();
    batch.setLabels(labels.mul(1 - epsilon).addi(epsilon / labels.size(1)));
  }
}

package org.hessianreg.samediff.internal.calculus;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Softmax of logits and its logarithm, along the dimension of the classes. */
public final class CrossEntropy {

  private static final int LAST = -1;

  private final SDVariable logits;
  private final int classes;

  /**
   * Names what both are taken of; appends nothing.
   *
   * @param logits scores of classes
   * @param classes their dimension, negative if it is counted from the last
   */
  public CrossEntropy(SDVariable logits, int classes) {
    this.logits = logits;
    this.classes = classes;
  }

  /**
   * The dimension of the classes.
   *
   * @return the dimension, as given
   */
  public int classes() {
    return classes;
  }

  /**
   * Appends the softmax.
   *
   * @return a variable of the shape of the logits
   */
  public SDVariable softmax() {
    return logits.getSameDiff().nn().softmax(logits, classes);
  }

  /**
   * Appends its logarithm. SameDiff cannot copy its own op for other dimensions than the last.
   *
   * @return a variable of the shape of the logits
   */
  public SDVariable logSoftmax() {
    SameDiff sd = logits.getSameDiff();
    if (classes == LAST) {
      return sd.nn().logSoftmax(logits);
    }
    SDVariable centred = logits.sub(sd.expandDims(logits.max(classes), classes));
    SDVariable sum = KeptDimensions.sum(sd.math().exp(centred), classes);
    return centred.sub(sd.math().log(sum));
  }
}

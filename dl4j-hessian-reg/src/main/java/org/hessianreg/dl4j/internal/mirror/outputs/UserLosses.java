package org.hessianreg.dl4j.internal.mirror.outputs;

import org.hessianreg.dl4j.mirror.LossScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.lossfunctions.SameDiffLoss;

/** Loss functions that a user has written as SameDiff ops. */
final class UserLosses {

  private UserLosses() {}

  /** What the user has written is written into the mirror. */
  static SDVariable ofSameDiff(LossScope<? extends SameDiffLoss> loss) {
    SDVariable output = loss.output();
    loss.endOfModel(output);
    SDVariable scores = loss.conf().defineLoss(loss.graph(), output, loss.labels());
    if (loss.mask() == null) {
      return scores.sum();
    }
    LabelMasks.requireUnmixed(loss, loss.activation(), loss.mask());
    if (loss.shape(scores).length != 2) {
      throw loss.refusal(
          "its scores are no matrix, to which a mask could be applied.",
          "define it with a row of scores for each example.");
    }
    return loss.masked(scores).sum();
  }
}

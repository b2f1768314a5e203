package org.hessianreg.dl4j.mirror;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Masks {@code [example, step]} with which Deeplearning4j 1.0.0-M2.1 computes the gradient of LSTM
 * layers rightly. Their backward passes lead errors through masked steps: {@code LSTM} leaves the
 * mask out altogether, the others leave it out for the memory cells. This does no harm where no
 * errors come from later steps, nor to the masked steps themselves. Whether the latter do, because
 * labels of masked steps are not masked for instance, cannot be seen here: the penalty is that of
 * the score then, beside a gradient of the network that is not the score's.
 */
final class MaskContents {

  private MaskContents() {}

  /** Requires that no step follows a masked one. */
  static INDArray requireAtEnd(MirrorScope<?> layer, INDArray mask) {
    for (long example = 0; example < mask.size(0); example++) {
      if (runs(mask, example) > 1 || mask.getDouble(example, 0) == 0.0) {
        throw layer.refusal(
            String.format(
                "the mask of example %d leaves out a step before others, which Deeplearning4j's"
                    + " gradient of an LSTM ignores",
                example),
            "mask steps at the end of sequences only, or use SimpleRnn.");
      }
    }
    return mask;
  }

  /** Requires that no masked step is between others. */
  static INDArray requireNoGaps(MirrorScope<?> layer, INDArray mask) {
    for (long example = 0; example < mask.size(0); example++) {
      if (runs(mask, example) > 1) {
        throw layer.refusal(
            String.format(
                "the mask of example %d leaves out a step between others, which Deeplearning4j's"
                    + " gradient of the memory cells ignores",
                example),
            "mask steps at the ends of sequences only, or use SimpleRnn.");
      }
    }
    return mask;
  }

  /**
   * One at the last step of each example that a mask leaves, zero elsewhere. Where none is left it
   * is the first step, as for Deeplearning4j's vertex; its layer stops before.
   */
  static INDArray lastSteps(INDArray mask) {
    INDArray last = Nd4j.zeros(mask.dataType(), mask.shape());
    for (long example = 0; example < mask.size(0); example++) {
      long step = mask.size(1) - 1;
      while (step > 0 && mask.getDouble(example, step) == 0.0) {
        step--;
      }
      last.putScalar(example, step, 1.0);
    }
    return last;
  }

  /** How many runs of steps without a masked one between them an example has. */
  private static int runs(INDArray mask, long example) {
    int runs = 0;
    boolean before = false;
    for (long step = 0; step < mask.size(1); step++) {
      boolean present = mask.getDouble(example, step) != 0.0;
      if (present && !before) {
        runs++;
      }
      before = present;
    }
    return runs;
  }
}

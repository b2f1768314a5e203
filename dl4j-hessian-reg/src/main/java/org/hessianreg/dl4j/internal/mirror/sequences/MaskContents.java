package org.hessianreg.dl4j.internal.mirror.sequences;

import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Masks {@code [example, step]} with which Deeplearning4j 1.0.0-M2.1 computes the gradient of LSTM
 * layers rightly. Their backward passes lead errors through masked steps: {@code LSTM} leaves the
 * mask out altogether, the others leave it out for the memory cells. This does no harm where no
 * errors come from later steps, nor to the masked steps themselves. Whether the latter do, because
 * labels of masked steps are not masked for instance, cannot be seen here: the penalty is that of
 * the score then, beside a gradient of the network that is not the score's.
 *
 * <p>All is computed where the mask is, without reading it.
 */
final class MaskContents {

  private MaskContents() {}

  /** Objects to steps that follow a masked one. */
  static void requireAtEnd(MirrorScope<?> layer, INDArray mask) {
    layer.object(
        maskedBefore(mask),
        example ->
            layer.refusal(
                String.format(
                    "the mask of example %d leaves out a step before others, which Deeplearning4j's"
                        + " gradient of an LSTM ignores",
                    example),
                "mask steps at the end of sequences only, or use SimpleRnn."));
  }

  /** Objects to masked steps between others. */
  static void requireNoGaps(MirrorScope<?> layer, INDArray mask) {
    layer.object(
        gaps(mask),
        example ->
            layer.refusal(
                String.format(
                    "the mask of example %d leaves out a step between others, which Deeplearning4j's"
                        + " gradient of the memory cells ignores",
                    example),
                "mask steps at the ends of sequences only, or use SimpleRnn."));
  }

  /** By example, how many runs of masked steps are followed by others or make up all. */
  static INDArray maskedBefore(INDArray mask) {
    INDArray present = present(mask);
    INDArray none = present.sum(1).eq(0.0).castTo(present.dataType());
    return returns(present).add(none);
  }

  /** By example, how many runs of masked steps are between others. */
  static INDArray gaps(INDArray mask) {
    INDArray present = present(mask);
    INDArray runs = returns(present).add(first(present));
    return runs.sub(runs.gt(0.0).castTo(runs.dataType()));
  }

  /**
   * One at the last step of each example that a mask leaves, zero elsewhere. Where none is left it
   * is the first step, as for Deeplearning4j's vertex; its layer stops before.
   */
  static INDArray lastSteps(INDArray mask) {
    INDArray present = present(mask);
    INDArray fromHere = fromHere(present);
    INDArray last = fromHere.eq(1.0).castTo(DataType.FLOAT).mul(present);
    INDArray none = first(fromHere).eq(0.0).castTo(DataType.FLOAT);
    INDArray start = last.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1));
    start.addi(none.reshape(none.length(), 1));
    return last.castTo(mask.dataType());
  }

  /**
   * For each example the matrix that reverses the steps that count and makes the others zero, as
   * {@code [example, step before, step after]}: what counts as the k-th step comes to where the
   * k-th from the end was.
   */
  static INDArray reversal(INDArray mask) {
    long examples = mask.size(0);
    long steps = mask.size(1);
    INDArray present = present(mask);
    INDArray from = upToHere(present).reshape(examples, steps, 1);
    INDArray to = fromHere(present).reshape(examples, 1, steps);
    // Comparisons do not broadcast along two dimensions at once, differences do.
    return from.sub(to)
        .eq(0.0)
        .castTo(DataType.FLOAT)
        .mul(present.reshape(examples, steps, 1))
        .mul(present.reshape(examples, 1, steps))
        .castTo(mask.dataType());
  }

  /** One where a step counts, zero where it is masked; exact in sums of millions of steps. */
  private static INDArray present(INDArray mask) {
    return mask.castTo(DataType.FLOAT).neq(0.0).castTo(DataType.FLOAT);
  }

  private static INDArray first(INDArray present) {
    return present.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1)).sum(1);
  }

  /** How often a step that counts comes after a masked one. */
  private static INDArray returns(INDArray present) {
    long steps = present.size(1);
    if (steps == 1) {
      return first(present).mul(0.0);
    }
    INDArray before = present.get(NDArrayIndex.all(), NDArrayIndex.interval(0, steps - 1));
    INDArray after = present.get(NDArrayIndex.all(), NDArrayIndex.interval(1, steps));
    return after.gt(before).castTo(DataType.FLOAT).sum(1);
  }

  /** How many steps count up to each step. A product, which runs on any device. */
  private static INDArray upToHere(INDArray present) {
    return present.mmul(triangle(present.size(1)));
  }

  /** How many steps count from each step on. */
  private static INDArray fromHere(INDArray present) {
    return present.mmul(triangle(present.size(1)).transpose());
  }

  /** Ones on and above the diagonal. */
  private static INDArray triangle(long size) {
    INDArray numbers = Nd4j.arange((double) size).castTo(DataType.FLOAT);
    return numbers.reshape(size, 1).lt(numbers.add(1.0).reshape(1, size)).castTo(DataType.FLOAT);
  }
}

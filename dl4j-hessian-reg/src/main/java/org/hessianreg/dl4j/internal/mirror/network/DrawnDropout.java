package org.hessianreg.dl4j.internal.mirror.network;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What dropout did to a layer's input in one step, {@code x ↦ scale·x + shift}. Additive noise
 * keeps no record of its shift; of it the result is known. The arrays lie outside of workspaces.
 */
public final class DrawnDropout {

  private final INDArray scale;
  private final INDArray shift;
  private final INDArray result;

  private DrawnDropout(INDArray scale, INDArray shift, INDArray result) {
    this.scale = scale;
    this.shift = shift;
    this.result = result;
  }

  /**
   * Reads what was drawn last.
   *
   * @param layer the layer's name, for messages
   * @param dropout the dropout, between its application and its backward pass
   * @param result the layer's input after it
   */
  static DrawnDropout of(String layer, IDropout dropout, INDArray result) {
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      if (dropout instanceof Dropout) {
        return scaled(layer, dropout, ((Dropout) dropout).getMask());
      }
      if (dropout instanceof SpatialDropout) {
        return spatial(layer, (SpatialDropout) dropout, result.rank());
      }
      if (dropout instanceof GaussianDropout) {
        return scaled(layer, dropout, ((GaussianDropout) dropout).getNoise());
      }
      if (dropout instanceof AlphaDropout) {
        AlphaDropout alpha = (AlphaDropout) dropout;
        INDArray kept = alpha.getMask();
        double dropped = alpha.getA() * alpha.getAlphaPrime();
        INDArray shift = kept.rsub(1.0).muli(dropped).addi(alpha.getB());
        return new DrawnDropout(kept.mul(alpha.getA()), shift, null);
      }
      if (dropout instanceof GaussianNoise) {
        return new DrawnDropout(null, null, result.dup());
      }
    }
    throw new HessianTraceException(
        String.format("'%s': dropout %s is not supported.", layer, dropout.getClass().getName()),
        "use Dropout, AlphaDropout, GaussianDropout, GaussianNoise or SpatialDropout.");
  }

  /** The mask has examples and channels. */
  private static DrawnDropout spatial(String layer, SpatialDropout dropout, int rank) {
    INDArray mask = dropout.getMask();
    long[] shape = new long[rank];
    Arrays.fill(shape, 1);
    shape[0] = mask.size(0);
    shape[1] = mask.size(1);
    return scaled(layer, dropout, mask.reshape(shape));
  }

  /** Whether a dropout keeps all that it has drawn. */
  static boolean isRecorded(IDropout dropout) {
    return !(dropout instanceof GaussianNoise);
  }

  /**
   * Reads what was drawn last for sequences.
   *
   * @param layer the layer's name, for messages
   * @param dropout a dropout that {@link #isRecorded}, between its application and its backward
   *     pass
   */
  static DrawnDropout of(String layer, IDropout dropout) {
    if (dropout instanceof SpatialDropout) {
      try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
        return spatial(layer, (SpatialDropout) dropout, 3);
      }
    }
    return of(layer, dropout, Nd4j.empty());
  }

  private static DrawnDropout scaled(String layer, IDropout dropout, INDArray scale) {
    if (scale == null) {
      throw new HessianTraceException(
          String.format(
              "'%s': %s has no mask: a helper of the backend applies it.",
              layer, dropout.getClass().getSimpleName()),
          "use GaussianDropout or AlphaDropout, which have no helpers.");
    }
    return new DrawnDropout(scale.dup(), null, null);
  }

  /**
   * The factor.
   *
   * @return an array of the layer's input's shape or broadcast to it; null for 1
   */
  public INDArray scale() {
    return scale;
  }

  /**
   * What is added.
   *
   * @return an array as of {@link #scale}; null for 0 or if the result is known instead
   */
  public INDArray shift() {
    return shift;
  }

  /**
   * The layer's input after dropout.
   *
   * @return the input, if it is known in place of the shift; otherwise null
   */
  public INDArray result() {
    return result;
  }

  /** Which of the parts are known. */
  @Override
  public String toString() {
    return (scale == null ? "" : " scale")
        + (shift == null ? "" : " shift")
        + (result == null ? "" : " result");
  }
}

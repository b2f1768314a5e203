package org.hessianreg.dl4j.internal.mirror.network;

import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;

/**
 * Dropout and noise that change nothing whatever they draw. Deeplearning4j's importer of Keras
 * models writes a {@code Dropout(1.0)} into layers.
 */
public final class IdleNoise {

  private IdleNoise() {}

  /**
   * Whether a dropout leaves its input as it is; a schedule may not always.
   *
   * @param dropout the dropout; null for none
   * @return true if it never changes anything
   */
  public static boolean is(IDropout dropout) {
    if (dropout instanceof Dropout) {
      Dropout d = (Dropout) dropout;
      return d.getP() == 1.0 && d.getPSchedule() == null;
    }
    if (dropout instanceof SpatialDropout) {
      SpatialDropout d = (SpatialDropout) dropout;
      return d.getP() == 1.0 && d.getPSchedule() == null;
    }
    if (dropout instanceof AlphaDropout) {
      AlphaDropout d = (AlphaDropout) dropout;
      return d.getP() == 1.0 && d.getPSchedule() == null;
    }
    if (dropout instanceof GaussianDropout) {
      GaussianDropout d = (GaussianDropout) dropout;
      return d.getRate() == 0.0 && d.getRateSchedule() == null;
    }
    if (dropout instanceof GaussianNoise) {
      GaussianNoise d = (GaussianNoise) dropout;
      return d.getStddev() == 0.0 && d.getStddevSchedule() == null;
    }
    return dropout == null;
  }

  /**
   * Whether noise leaves weights as they are.
   *
   * @param noise the noise; null for none
   * @return true if it never changes anything
   */
  public static boolean is(IWeightNoise noise) {
    if (noise instanceof DropConnect) {
      DropConnect d = (DropConnect) noise;
      return d.getWeightRetainProb() == 1.0 && d.getWeightRetainProbSchedule() == null;
    }
    return noise == null;
  }
}

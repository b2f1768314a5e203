package org.hessianreg.samediff.internal.training;

import org.nd4j.linalg.factory.Nd4j;

/** When the host looks at what a step has computed, such as whether its penalty is a number. */
public enum Inspection {

  /** As soon as it is computed: arrays live in the host's memory. */
  AT_ONCE,

  /**
   * When the iteration is over. Arrays live on a device, and to look at one is to wait until the
   * device has done all that it was given; meanwhile the device itself holds back what cannot be
   * used.
   */
  AT_END;

  /**
   * What suits ND4J's backend.
   *
   * @return when to look
   */
  public static Inspection ofBackend() {
    return Nd4j.getEnvironment().isCPU() ? AT_ONCE : AT_END;
  }
}

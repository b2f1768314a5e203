package org.hessianreg.samediff.internal.calculus;

import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.CustomOp;

/** The modes of the op {@code pad}. */
public final class Padding {

  /** What the op's first integer argument is for a border of one number. */
  private static final long CONSTANT = 0;

  private Padding() {}

  /**
   * Returns whether the border mirrors the input.
   *
   * @param pad an op {@code pad}
   * @return true for reflection and symmetry, false for a border of one number
   */
  public static boolean isMirroring(DifferentialFunction pad) {
    return ((CustomOp) pad).iArgs()[0] != CONSTANT;
  }
}

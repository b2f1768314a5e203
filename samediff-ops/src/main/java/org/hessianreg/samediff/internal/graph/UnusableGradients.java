package org.hessianreg.samediff.internal.graph;

import java.util.Set;

/**
 * Ops without a rule whose {@code doDiff} in ND4J 1.0.0-M2.1 must not be used: it is wrong, throws,
 * or belongs to an op that is itself computed wrongly, draws by chance or ends the process.
 */
public final class UnusableGradients {

  private static final Set<String> NAMES =
      Set.of(
          "assign",
          "batched_gemm",
          "car",
          "crop_and_resize",
          "cross",
          "ctc_loss",
          "cumprod",
          "dropout",
          "dropout_inverted",
          "fake_quant_with_min_max_args",
          "fake_quant_with_min_max_vars",
          "fill",
          "floormod",
          "fmod",
          "lin_space",
          "lrn",
          "matrix_inverse",
          "max_pool_with_argmax",
          "mish",
          "mod",
          "noop",
          "range",
          "repeat",
          "scatter_update",
          "set_shape",
          "tensordot",
          "truncatediv");

  private UnusableGradients() {}

  /**
   * Looks an op up.
   *
   * @param opName ND4J's name of the op
   * @return whether it is one of them
   */
  public static boolean contain(String opName) {
    return NAMES.contains(opName);
  }
}

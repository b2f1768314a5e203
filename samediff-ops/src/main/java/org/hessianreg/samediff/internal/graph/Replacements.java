package org.hessianreg.samediff.internal.graph;

import java.util.Map;
import java.util.Optional;

/**
 * What to write instead of ops that are refused: SameDiff 1.0.0-M2.1 differentiates most of them
 * wrongly or not at all.
 */
public final class Replacements {

  private static final String MASK = "mix with a mask: mask.mul(x).add(mask.rsub(1.0).mul(y))";

  private static final String BRANCH =
      "compute both branches of ifCond, and mix them with a mask of the condition:"
          + " mask.mul(x).add(mask.rsub(1.0).mul(y))";

  private static final String LOOP =
      "write the body of whileLoop as often as it runs, with a mask where that depends on data, or"
          + " cut the path with stopGradient";

  private static final String DROPOUT =
      "multiply by random().bernoulli(p, type, shape).div(p), which is drawn anew in every step";

  private static final String REMAINDER =
      "write x.sub(y.mul(n)) with n, the rounded quotient, cut off by stopGradient";

  private static final String RESIZE =
      "multiply by constant matrices that interpolate rows and columns, or use cnn().upsampling2d"
          + " for whole factors";

  private static final String FACTOR =
      "make a triangular factor of the matrix the parameter, and write what is needed with it";

  private static final String INVERSE =
      "write it with the elements if the matrix is small, or unroll steps y.mul(2).sub(y·a·y) of"
          + " Newton's iteration for the inverse";

  private static final String QUANTIZATION = "add stopGradient(quantised.sub(x)) to x";

  private static final String RECURRENCE =
      "train with the option of dl4j-hessian-reg, which runs its steps as a loop, or write its steps"
          + " with other ops";

  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("switch", BRANCH),
          Map.entry("merge", BRANCH),
          Map.entry("enter", LOOP),
          Map.entry("exit", LOOP),
          Map.entry("next_iteration", LOOP),
          Map.entry("loop_cond", LOOP),
          Map.entry("dropout", DROPOUT),
          Map.entry("dropout_inverted", DROPOUT),
          Map.entry("fused_batch_norm", "write it with mean, square, sub, mul and rsqrt"),
          Map.entry("select", MASK),
          Map.entry("Where", MASK),
          Map.entry("where_np", MASK),
          Map.entry("car", MASK),
          Map.entry("gru", RECURRENCE),
          Map.entry("lstmLayer", RECURRENCE),
          Map.entry(
              "assign",
              "read its second input itself, or zerosLike(x).add(y) for the shape of the first;"
                  + " assign computes in the array of its first input, and ignores a column"),
          Map.entry(
              "scatter_update",
              "multiply the rows by a mask with scatterMul, and add the updates with scatterAdd; ND4J"
                  + " cannot execute scatterUpdate in a graph"),
          Map.entry(
              "lrn",
              "write it with square, a product with a constant band matrix over the channels, pow"
                  + " and div"),
          Map.entry("cumprod", "multiply slices, or use exp and log with a triangular matrix"),
          Map.entry("cross", "write its components with slices, mul, sub and concat"),
          Map.entry("mod", REMAINDER),
          Map.entry("fmod", REMAINDER),
          Map.entry("floormod", REMAINDER),
          Map.entry("matrix_inverse", INVERSE),
          Map.entry("solve", INVERSE),
          Map.entry("triangular_solve", INVERSE),
          Map.entry("cholesky", FACTOR),
          Map.entry("logdet", FACTOR),
          Map.entry("matrix_determinant", FACTOR),
          Map.entry("resize_bilinear", RESIZE),
          Map.entry("resize_bicubic", RESIZE),
          Map.entry("resize_nearest_neighbor", RESIZE),
          Map.entry("image_resize", RESIZE),
          Map.entry("roll", "concatenate two slices"),
          Map.entry("fake_quant_with_min_max_args", QUANTIZATION),
          Map.entry("fake_quant_with_min_max_vars", QUANTIZATION),
          Map.entry("fake_quant_with_min_max_vars_per_channel", QUANTIZATION));

  private Replacements() {}

  /**
   * Looks an op up.
   *
   * @param opName ND4J's name of the op
   * @return what to write instead, a clause without a full stop, if something is known
   */
  public static Optional<String> of(String opName) {
    return Optional.ofNullable(BY_NAME.get(opName));
  }
}

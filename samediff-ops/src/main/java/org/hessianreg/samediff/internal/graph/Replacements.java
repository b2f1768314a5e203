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

  /** What goes wrong with an op. */
  public enum Failure {
    /** SameDiff cannot copy it. */
    COPYING,
    /** SameDiff cannot differentiate it. */
    DIFFERENTIATION,
    /** There is no rule for its second derivatives. */
    RULE
  }

  private static final String NUMBER = "give its dimension as a number, not as an input";

  private static final Map<String, String> ALWAYS =
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

  /** For ops that have a rule. */
  private static final Map<Failure, Map<String, String>> BY_FAILURE =
      Map.of(
          Failure.COPYING,
          Map.ofEntries(
              Map.entry(
                  "log_softmax", "use logSoftmax(x), or the logarithm of softmax(x, dimension)"),
              Map.entry("create_view", "use get(SDIndex...) or stridedSlice instead of getView"),
              Map.entry(
                  "invoke",
                  "use get(SDIndex...), gather or concat instead of get(SDVariable), put"
                      + " or invoke"),
              Map.entry("mish", "write x.mul(math().tanh(nn().softplus(x)))"),
              Map.entry("col2im", "use a transposed convolution"),
              Map.entry("cas", "mix with a mask: x.mul(mask).add(mask.rsub(1.0).mul(value))")),
          Failure.DIFFERENTIATION,
          Map.ofEntries(
              Map.entry("concat", NUMBER),
              Map.entry("split", NUMBER),
              Map.entry("reverse", NUMBER),
              Map.entry("reduce_logsumexp", NUMBER),
              Map.entry("squeeze", "give the dimensions to squeeze, or use reshape"),
              Map.entry("identity_n", "read its inputs themselves"),
              Map.entry("transpose", "use permute"),
              Map.entry("gather", "give the indices as an input"),
              Map.entry("flatten", "reshape each array to a vector, and use concat"),
              Map.entry("clipbynorm", "give the dimensions, or write it with norm2 and scalarMin"),
              Map.entry("batch_to_space", "use cnn().batchToSpace(x, blocks, crops)"),
              Map.entry("space_to_batch", "use cnn().spaceToBatch(x, blocks, padding)")),
          Failure.RULE,
          Map.of());

  private Replacements() {}

  /**
   * Looks an op up.
   *
   * @param opName ND4J's name of the op
   * @param failure what goes wrong with it
   * @return what to write instead, a clause without a full stop, if something is known
   */
  public static Optional<String> of(String opName, Failure failure) {
    String always = ALWAYS.get(opName);
    return Optional.ofNullable(always != null ? always : BY_FAILURE.get(failure).get(opName));
  }
}

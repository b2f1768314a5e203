package org.hessianreg.samediff.internal.compositions;

import java.util.Map;
import java.util.Optional;
import org.hessianreg.samediff.internal.calculus.SingularOps;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** What must hold of the inputs of ops so that what they are written with is finite. Immutable. */
final class Condition {

  private static final Condition BRANCHES =
      new Condition(
          "is a mixture of its branches, both of which must be finite",
          "keep a branch finite also where it is not chosen, for instance by scalarMax with a small"
              + " number before a logarithm.");

  private static final Condition REGULAR =
      new Condition(
          "needs a nonsingular matrix",
          "add a small multiple of the identity matrix to the matrix.");

  private static final Map<String, Condition> TABLE =
      Map.of(
          "Where", BRANCHES,
          "select", BRANCHES,
          "cumprod",
              new Condition(
                  "divides by the elements of its input, none of which may be zero",
                  "keep the elements away from zero, or multiply slices."),
          "matrix_inverse", REGULAR,
          "matrix_determinant", REGULAR,
          "logdet", REGULAR,
          "solve", REGULAR,
          "triangular_solve", REGULAR,
          "cholesky", REGULAR);

  private final String reason;
  private final String remedy;

  private Condition(String reason, String remedy) {
    this.reason = reason;
    this.remedy = remedy;
  }

  /** What an op needs, if it needs anything. */
  static Optional<SingularOps.Explanation> of(SameDiffOp op) {
    return Optional.ofNullable(TABLE.get(op.getOp().opName()))
        .map(
            condition ->
                new SingularOps.Explanation(
                    String.format(
                        "variable '%s', %s, %s",
                        op.getOutputsOfOp().get(0), GraphPaths.describe(op), condition.reason),
                    condition.remedy));
  }
}

package org.hessianreg.samediff.internal.compositions;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Inverses, factors and determinants of square matrices, which are the last two dimensions. ND4J
 * computes the value at a matrix {@code A₀ = A} that does not change; a few products with {@code A}
 * itself then make the first three derivatives right, as what is left out is of the fourth order in
 * {@code A − A₀}.
 */
final class Matrices {

  private Matrices() {}

  static List<SDVariable> inverse(OriginalOp op) {
    return OriginalOp.result(inverse(op.input(0)));
  }

  /**
   * Two steps {@code Y(2 − A·Y)} of Newton's iteration, each of which squares {@code 1 − A·Y}
   * (Schulz, Zeitschrift für Angewandte Mathematik und Mechanik 13, 1933).
   */
  private static SDVariable inverse(SDVariable a) {
    SDVariable once = improved(a, inverseAt(a));
    return improved(a, once);
  }

  private static SDVariable improved(SDVariable a, SDVariable inverse) {
    return inverse.mul(2.0).sub(inverse.mmul(a.mmul(inverse)));
  }

  private static SDVariable inverseAt(SDVariable a) {
    return Cut.of(a.getSameDiff().math().matrixInverse(Cut.of(a)));
  }

  /** {@code A⁻¹·B}, or {@code A⁻ᵀ·B}. */
  static List<SDVariable> solution(OriginalOp op) {
    boolean adjoint = op.booleans().length > 0 && op.booleans()[0];
    return OriginalOp.result(solution(op, op.input(0), adjoint));
  }

  private static SDVariable solution(OriginalOp op, SDVariable a, boolean adjoint) {
    return op.graph().mmul(inverse(a), op.input(1), adjoint, false, false);
  }

  /** The same of one triangle of {@code A}; ND4J does not read the other. */
  static List<SDVariable> triangularSolution(OriginalOp op) {
    boolean[] arguments = op.booleans();
    boolean lower = arguments.length == 0 || arguments[0];
    boolean adjoint = arguments.length > 1 && arguments[1];
    SDVariable a = op.input(0);
    SDVariable triangle =
        new Axis(a, -1).matrix((row, column) -> lower ? column.lte(row) : row.lte(column));
    return OriginalOp.result(solution(op, a.mul(triangle), adjoint));
  }

  /**
   * {@code L = L₀(1 + X)} with {@code X + Xᵀ = E − X·Xᵀ}, {@code E = L₀⁻¹·A·L₀⁻ᵀ − 1}, by three
   * steps that take the lower triangle of the right side and half its diagonal (Smith,
   * "Differentiation of the Cholesky Algorithm", J. Comp. Graph. Statist. 4, 1995, has the first
   * order).
   */
  static List<SDVariable> cholesky(OriginalOp op) {
    SameDiff sd = op.graph();
    SDVariable a = op.input(0);
    SDVariable factor = op.value(a);
    SDVariable inverse = inverseAt(factor);
    Axis axis = new Axis(a, -1);
    SDVariable one = axis.matrix((row, column) -> row.eq(column));
    SDVariable half = axis.matrix((row, column) -> column.lt(row)).add(one.mul(0.5));
    // A is symmetric; its gradient is that of its symmetric part.
    SDVariable columns = inverse.mmul(a).add(sd.mmul(inverse, a, false, true, false)).mul(0.5);
    SDVariable e = sd.mmul(columns, inverse, false, true, false).sub(one);
    SDVariable x = e.mul(half);
    for (int step = 0; step < 2; step++) {
      x = e.sub(sd.mmul(x, x, false, true, false)).mul(half);
    }
    return OriginalOp.result(factor.add(factor.mmul(x)));
  }

  /** {@code ln det A₀ + tr E − tr E²/2 + tr E³/3}, {@code E = A₀⁻¹·A − 1}. */
  static List<SDVariable> logarithmOfDeterminant(OriginalOp op) {
    SDVariable[] traces = traces(op.input(0));
    SDVariable value = op.value(op.input(0));
    SDVariable change = traces[0].sub(traces[1].mul(0.5)).add(traces[2].mul(1.0 / 3));
    return OriginalOp.result(value.add(change));
  }

  /**
   * {@code det A₀·(1 + e₁ + e₂ + e₃)}, with the elementary symmetric polynomials of the eigenvalues
   * of {@code E} by Newton's identities.
   */
  static List<SDVariable> determinant(OriginalOp op) {
    SDVariable[] traces = traces(op.input(0));
    SDVariable value = op.value(op.input(0));
    SDVariable first = traces[0];
    SDVariable second = first.mul(first).sub(traces[1]).mul(0.5);
    SDVariable third = second.mul(first).sub(first.mul(traces[1])).add(traces[2]).mul(1.0 / 3);
    return OriginalOp.result(value.mul(first.add(second).add(third).add(1.0)));
  }

  /** The traces of {@code E}, {@code E²} and {@code E³}. */
  private static SDVariable[] traces(SDVariable a) {
    SDVariable one = new Axis(a, -1).matrix((row, column) -> row.eq(column));
    SDVariable e = inverseAt(a).mmul(a).sub(one);
    SDVariable square = e.mmul(e);
    return new SDVariable[] {trace(e), trace(square), trace(square.mmul(e))};
  }

  private static SDVariable trace(SDVariable x) {
    return x.getSameDiff().math().trace(x);
  }
}

package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.Elementary.reciprocal;

import java.util.List;
import org.hessianreg.samediff.internal.calculus.ScatteredRows;
import org.hessianreg.samediff.internal.calculus.Stitch;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The mathematics of ops that put rows where indices say. The inputs of a scatter are rows, indices
 * and updates; {@code y} is made of a row and of all updates with its index.
 */
final class Scatters {

  private Scatters() {}

  /** {@code y = x + Σ u}. */
  static Jet sum(OpCall c) {
    return combination(c, u -> u);
  }

  /** {@code y = x − Σ u}. */
  static Jet difference(OpCall c) {
    return combination(c, SDVariable::neg);
  }

  private static Jet combination(OpCall c, Signed sign) {
    List<Jet> moving = List.of(c.input(0), c.input(2));
    return c.algebra()
        .linear(c.y(), v -> ScatteredRows.add(v[0], indices(c), sign.of(v[1])), moving);
  }

  /** Plus or minus. */
  private interface Signed {
    SDVariable of(SDVariable x);
  }

  /** {@code y = x·Π u}; where indices repeat, no factor that moves may be zero. */
  static Jet product(OpCall c) {
    JetAlgebra a = c.algebra();
    Jet u = c.input(2);
    if (u.isConstant()) {
      return linearInRows(c);
    }
    SDVariable factors = ScatteredRows.multiply(ones(c), indices(c), u.value());
    if (Attributes.areDistinct(List.of(indices(c)))) {
      return a.mul(c.y(), c.input(0), a.linear(factors, v -> scattered(c, v), u));
    }
    Jet product = a.elementwise(factors, factors, () -> factors, sumOfLogarithms(c, factors));
    return a.mul(c.y(), c.input(0), product);
  }

  /** {@code y = x/Π u}. */
  static Jet quotient(OpCall c) {
    JetAlgebra a = c.algebra();
    if (c.input(2).isConstant()) {
      return linearInRows(c);
    }
    SDVariable inverse = reciprocal(c.input(2).value());
    SDVariable factors = ScatteredRows.multiply(ones(c), indices(c), inverse);
    Jet logarithm = sumOfLogarithms(c, factors);
    return a.mul(
        c.y(), c.input(0), a.elementwise(factors, factors.neg(), () -> factors, logarithm));
  }

  private static Jet linearInRows(OpCall c) {
    return c.algebra()
        .linear(c.y(), v -> c.reapply(v, indices(c), c.input(2).value())[0], c.input(0));
  }

  /** The coefficients of {@code Σ ln u}; its value is not needed. */
  private static Jet sumOfLogarithms(OpCall c, SDVariable like) {
    JetAlgebra a = c.algebra();
    return a.linear(like, v -> scattered(c, v), a.log(a.awayFromZero(c.input(2))));
  }

  /** The largest or smallest of a row and its updates, element by element. */
  static Jet extremum(OpCall c) {
    JetAlgebra a = c.algebra();
    SDVariable[] shares = ScatteredRows.shares(c.x(), indices(c), c.input(2).value(), c.y());
    Jet own = a.linear(c.y(), v -> v.mul(shares[0]), c.input(0));
    Jet updates = a.linear(c.y(), v -> scattered(c, v.mul(shares[1])), c.input(2));
    return a.plus(c.y(), own, updates);
  }

  private static SDVariable indices(OpCall c) {
    return c.input(1).value();
  }

  private static SDVariable ones(OpCall c) {
    return c.algebra().graph().onesLike(c.x());
  }

  /** The sums of the rows with each index. */
  private static SDVariable scattered(OpCall c, SDVariable rows) {
    return ScatteredRows.add(c.algebra().graph().zerosLike(c.y()), indices(c), rows);
  }

  /** The parts of a dynamic stitch, each in its place; 0 where there is none. */
  static Jet stitch(OpCall c) {
    JetAlgebra a = c.algebra();
    Stitch stitch = Stitch.of(c.op());
    List<SDVariable> kept = stitch.kept().orElse(List.of());
    Jet sum = a.constant(c.y());
    for (int i = 0; i < stitch.size(); i++) {
      int part = i;
      Jet rows = c.input(stitch.size() + part);
      Jet placed =
          a.linear(
              c.y(),
              v ->
                  ScatteredRows.add(
                      a.graph().zerosLike(c.y()),
                      stitch.indices(part),
                      kept.isEmpty() ? v : v.mul(kept.get(part))),
              rows);
      sum = a.plus(c.y(), sum, placed);
    }
    return sum;
  }
}

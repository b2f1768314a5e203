package org.hessianreg.samediff.internal.taylor;

import java.util.OptionalDouble;
import org.hessianreg.samediff.internal.calculus.SingularOps;
import org.hessianreg.samediff.internal.graph.LossChecks;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mathematics of powers: {@code y = x^p} has {@code y' = p·x^(p−1)} and {@code y'' =
 * p·(p−1)·x^(p−2)}. Where a factor is zero the derivatives have come to their end, and there is no
 * power to be infinite at {@code x = 0}; neither here nor in the third derivative, which comes of
 * differentiating {@code y''} once more.
 */
final class Powers {

  private Powers() {}

  /** A power with a number as exponent. */
  static Jet ofNumber(OpCall c) {
    return power(c, c.scalar());
  }

  /**
   * A power with broadcasting. An exponent that does not change leaves {@code x} free to be
   * negative or zero; otherwise {@code y = exp(e·ln x)}, which needs {@code x > 0}.
   */
  static Jet of(OpCall c) {
    JetAlgebra a = c.algebra();
    Jet x = c.input(0);
    Jet e = c.input(1);
    if (!e.isConstant()) {
      return a.elementwise(c.y(), c.y(), c::y, a.mul(e, a.log(a.awayFromZero(x))));
    }
    OptionalDouble number = number(e.value(), x.value());
    return number.isPresent() ? power(c, number.getAsDouble()) : power(c, e.value());
  }

  /** An exponent that is known and that leaves the power the shape of its base. */
  private static OptionalDouble number(SDVariable exponent, SDVariable base) {
    if (exponent.getVariableType() != VariableType.CONSTANT || exponent.getArr().length() != 1) {
      return OptionalDouble.empty();
    }
    INDArray array = exponent.getArr();
    long[] shape = base.getShape();
    boolean fits = array.rank() == 0 || (shape != null && shape.length >= array.rank());
    return fits ? OptionalDouble.of(array.getDouble(0)) : OptionalDouble.empty();
  }

  private static Jet power(OpCall c, double p) {
    JetAlgebra a = c.algebra();
    if (p == 0.0) {
      return a.constant(c.y());
    }
    SDVariable x = SingularOps.isSmoothAtZero(p) ? c.x() : c.awayFromZero(c.x());
    SDVariable first = term(a, x, p, p - 1);
    return a.elementwise(
        c.y(), first, p == 1.0 ? null : () -> term(a, x, p * (p - 1), p - 2), c.input(0));
  }

  private static SDVariable term(JetAlgebra a, SDVariable x, double factor, double exponent) {
    if (exponent == 0.0) {
      return a.number(factor, x);
    }
    return (exponent == 1.0 ? x : x.pow(exponent)).mul(factor);
  }

  private static Jet power(OpCall c, SDVariable p) {
    SDVariable x = c.awayFromZero(c.x());
    SDVariable slope = p.mul(p.sub(1.0));
    return c.algebra()
        .elementwise(
            c.y(),
            term(c, x, p, p.sub(1.0), slope),
            () -> term(c, x, slope, p.sub(2.0), slope.mul(p.sub(2.0))),
            c.input(0));
  }

  /**
   * {@code factor·x^exponent}, of which it is known where the next derivative's factor is zero: the
   * term does not depend on {@code x} there. An exponent that is trained must not be cut off.
   */
  private static SDVariable term(
      OpCall c, SDVariable x, SDVariable factor, SDVariable exponent, SDVariable next) {
    if (LossChecks.dependsOnParameters(c.input(1).value())) {
      return c.math().pow(x, exponent).mul(factor);
    }
    SDVariable ended = next.eq(0.0).castTo(x.dataType());
    SDVariable base = x.mul(Elementary.complement(ended)).add(ended);
    return c.math().pow(base, exponent).mul(factor);
  }
}

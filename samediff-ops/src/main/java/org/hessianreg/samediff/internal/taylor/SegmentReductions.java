package org.hessianreg.samediff.internal.taylor;

import org.hessianreg.samediff.internal.calculus.Segments;
import org.nd4j.autodiff.samediff.SDVariable;

/** The mathematics of reductions of the rows that share a number. */
final class SegmentReductions {

  private SegmentReductions() {}

  /** {@code y = Π x = exp Σ ln x} as far as derivatives go; no factor that moves may be zero. */
  static Jet product(OpCall c) {
    JetAlgebra a = c.algebra();
    Segments segments = Segments.of(c.op());
    Jet logarithm = a.linear(c.y(), segments::sum, a.log(a.awayFromZero(c.input(0))));
    return a.elementwise(c.y(), c.y(), c::y, logarithm);
  }

  /** The largest or smallest element of each segment. */
  static Jet extremum(OpCall c) {
    Segments segments = Segments.of(c.op());
    SDVariable shares = segments.shares();
    return c.algebra().linear(c.y(), v -> segments.sum(v.mul(shares)), c.input(0));
  }
}

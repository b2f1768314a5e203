package org.hessianreg.samediff.internal.reverse;

import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;

/** How one op maps the cotangents of its outputs to those of its inputs. */
@FunctionalInterface
interface Adjoint {

  /**
   * Appends the backward ops.
   *
   * @param op the op
   * @param cotangents cotangents of its outputs; null for outputs that are not floating point
   * @return cotangents of its inputs in order; null or missing for inputs without one
   */
  List<SDVariable> apply(DifferentialFunction op, List<SDVariable> cotangents);
}

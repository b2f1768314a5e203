package org.hessianreg.samediff.internal.taylor;

import java.util.List;

/** How one op maps the jets of its inputs to the jets of its outputs. */
@FunctionalInterface
interface TaylorRule {

  /**
   * Appends the ops for the outputs' coefficients.
   *
   * @param call the op, its inputs' jets and its outputs; at least one input is not constant
   * @return the jets of the outputs, in order
   */
  List<Jet> apply(OpCall call);
}

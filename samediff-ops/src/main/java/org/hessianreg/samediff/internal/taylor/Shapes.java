package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.List;
import org.hessianreg.samediff.internal.calculus.Padding;
import org.nd4j.autodiff.samediff.SDVariable;

/** Ops that move elements about and are not linear as they stand. */
final class Shapes {

  private Shapes() {}

  /** The number of parts is an attribute that a copy of the op does not have. */
  static SDVariable[] unstack(OpCall c, SDVariable x) {
    int axis = (int) c.integerArgument(0);
    return c.algebra().graph().unstack(x, axis, c.outputs().length);
  }

  /** Nothing is appended: SameDiff would take the gradient of a copy for zero. */
  static List<Jet> same(OpCall c) {
    List<Jet> jets = new ArrayList<>();
    for (int i = 0; i < c.outputs().length; i++) {
      jets.add(Jet.of(c.outputs()[i], c.input(i).tangents(), c.input(i).second()));
    }
    return jets;
  }

  /** Mirroring is linear; a constant border is that constant only in the value. */
  static Jet pad(OpCall c) {
    c.requireConstant(1, "padding");
    boolean mirroring = Padding.isMirroring(c.op());
    return c.algebra()
        .linear(
            c.y(),
            v ->
                mirroring
                    ? c.reapply(v, c.input(1).value())[0]
                    : c.algebra().graph().nn().pad(v, c.input(1).value(), 0.0),
            c.input(0));
  }
}

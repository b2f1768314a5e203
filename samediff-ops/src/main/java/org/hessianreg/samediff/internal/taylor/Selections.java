package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.Elementary.complement;

import org.hessianreg.samediff.internal.calculus.ReplaceCondition;
import org.nd4j.autodiff.samediff.SDVariable;

/** Ops that take each element from one of several inputs. */
final class Selections {

  private Selections() {}

  /** The largest of several arrays of one shape; the first of those that tie. */
  static Jet largest(OpCall c) {
    JetAlgebra a = c.algebra();
    SDVariable open = null;
    Jet sum = null;
    for (Jet input : c.inputs()) {
      SDVariable hit = input.value().eq(c.y()).castTo(c.y().dataType());
      SDVariable mask = open == null ? hit : hit.mul(open);
      open = open == null ? complement(hit) : open.mul(complement(hit));
      Jet chosen = a.linear(c.y(), v -> v.mul(mask), input);
      sum = sum == null ? chosen : a.plus(c.y(), sum, chosen);
    }
    return sum;
  }

  /** {@code y = x}, or a number where a condition on {@code x} is met. */
  static Jet replaced(OpCall c) {
    SDVariable kept = complement(ReplaceCondition.met(c.op()));
    return c.algebra().elementwise(c.y(), kept, null, c.input(0));
  }
}

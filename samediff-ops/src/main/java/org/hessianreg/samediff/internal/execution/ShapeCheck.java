package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.function.Function;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.SameShape;

/** A {@link SameShape} among the values of a program. Immutable. */
final class ShapeCheck {

  private final SameShape same;
  private final int gradient;
  private final Function<Binder, long[]> expected;

  private ShapeCheck(SameShape same, int gradient, Function<Binder, long[]> expected) {
    this.same = same;
    this.gradient = gradient;
    this.expected = expected;
  }

  /** The check of a gradient against the value with a number. */
  static ShapeCheck ofValue(SameShape same, int gradient, int variable) {
    return new ShapeCheck(same, gradient, binder -> binder.shape(variable));
  }

  /** The check of a gradient against a shape that the graph knows. */
  static ShapeCheck ofShape(SameShape same, int gradient, long... shape) {
    return new ShapeCheck(same, gradient, binder -> shape);
  }

  /** Requires the shapes to be equal; a gradient that nothing reads is not computed. */
  void check(Binder binder) {
    if (!binder.isComputed(gradient)) {
      return;
    }
    long[] actual = binder.shape(gradient);
    long[] wanted = expected.apply(binder);
    if (!Arrays.equals(actual, wanted)) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': its gradient from %s has shape %s, expected %s.",
              same.variable(), same.op(), Arrays.toString(actual), Arrays.toString(wanted)),
          "write it with other ops, or cut the path with stopGradient; and report this as a defect of the library.");
    }
  }
}

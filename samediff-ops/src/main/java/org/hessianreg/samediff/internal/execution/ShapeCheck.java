package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.SameShape;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@link SameShape} among the values of a program. Immutable. */
final class ShapeCheck {

  private final SameShape same;
  private final int gradient;
  private final Function<List<INDArray>, long[]> expected;

  private ShapeCheck(SameShape same, int gradient, Function<List<INDArray>, long[]> expected) {
    this.same = same;
    this.gradient = gradient;
    this.expected = expected;
  }

  /** The check of a gradient against the value with a number. */
  static ShapeCheck ofValue(SameShape same, int gradient, int variable) {
    return new ShapeCheck(same, gradient, values -> values.get(variable).shape());
  }

  /** The check of a gradient against a shape that the graph knows. */
  static ShapeCheck ofShape(SameShape same, int gradient, long... shape) {
    return new ShapeCheck(same, gradient, values -> shape);
  }

  /** Requires the shapes to be equal; a gradient that nothing reads is not computed. */
  void check(List<INDArray> values) {
    INDArray actual = values.get(gradient);
    if (actual != null && !Arrays.equals(actual.shape(), expected.apply(values))) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': its gradient from %s has shape %s, expected %s.",
              same.variable(),
              same.op(),
              Arrays.toString(actual.shape()),
              Arrays.toString(expected.apply(values))),
          "write the op with others, or cut the path with stopGradient; and report this, for the"
              + " op should be supported or refused.");
    }
  }
}

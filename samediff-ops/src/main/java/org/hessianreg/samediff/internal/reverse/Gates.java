package org.hessianreg.samediff.internal.reverse;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.internal.calculus.Slopes;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinearDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;

/**
 * Adjoints of ops that are off for some elements, for cotangents that may be infinite there: they
 * select, as most of SameDiff's own do, and do not multiply by zero. That takes an op a few times
 * as long as a multiplication, so they are used behind an infinite derivative only.
 */
final class Gates {

  private static final Map<String, Adjoint> TABLE =
      Map.of(
          "relu", (op, g) -> passed(g, Slopes.above(op.arg(), scalar(op))),
          "max_scalar", (op, g) -> passed(g, Slopes.above(op.arg(), scalar(op))),
          "scalar_min", (op, g) -> passed(g, Slopes.below(op.arg(), scalar(op))),
          "ClipByValue", Gates::clip,
          "maximum", (op, g) -> selection(op, g.get(0), op.arg(0), op.arg(1)),
          "minimum", (op, g) -> selection(op, g.get(0), op.arg(1), op.arg(0)));

  private Gates() {}

  /** Names of the ops in the table. */
  static Set<String> names() {
    return TABLE.keySet();
  }

  /** The adjoint of an op that can be off. */
  static Optional<Adjoint> of(DifferentialFunction op) {
    return Optional.ofNullable(TABLE.get(op.opName()));
  }

  private static double scalar(DifferentialFunction op) {
    return ((ScalarOp) op).scalar().getDouble(0);
  }

  private static List<SDVariable> passed(List<SDVariable> cotangents, SDVariable mask) {
    return List.of(passed(cotangents.get(0), mask));
  }

  /** A cotangent where a mask is 1, and 0 where it is 0. */
  private static SDVariable passed(SDVariable cotangent, SDVariable mask) {
    return new RectifiedLinearDerivative(mask.getSameDiff(), mask, cotangent).outputVariable();
  }

  private static List<SDVariable> clip(DifferentialFunction op, List<SDVariable> cotangents) {
    return passed(cotangents, Slopes.unclipped(op));
  }

  private static List<SDVariable> selection(
      DifferentialFunction op, SDVariable g, SDVariable larger, SDVariable smaller) {
    SameDiff sd = op.getSameDiff();
    SDVariable first = larger.gte(smaller).castTo(g.dataType());
    SDVariable second = first.rsub(1.0);
    return List.of(
        new AddBpOp(sd, op.arg(0), op.arg(1), passed(g, first)).outputVariables()[0],
        new AddBpOp(sd, op.arg(0), op.arg(1), passed(g, second)).outputVariables()[1]);
  }
}

package org.hessianreg.samediff.internal.calculus;

import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDMath;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.indexing.conditions.Conditions.ConditionMode;

/**
 * The condition of {@code replaceWhere}, read off what the op is executed with: the fields of
 * ND4J's classes are empty in a copy of a graph.
 */
public final class ReplaceCondition {

  private static final int NUMBER = 0;
  private static final int TOLERANCE = 2;
  private static final int MODE = 3;

  private ReplaceCondition() {}

  /**
   * Appends where the condition is met.
   *
   * @param op a {@code cas}, which is {@code replaceWhere} with a number
   * @return 1 where its input meets the condition and 0 elsewhere, of the input's type
   * @throws HessianTraceException if the condition is not a comparison with a number
   */
  public static SDVariable met(DifferentialFunction op) {
    return met(op, op.arg(0));
  }

  /**
   * Appends where a variable meets the condition of an op.
   *
   * @param op a {@code cas} or a {@code car}, which is {@code replaceWhere} with an array
   * @param x the variable, which may belong to another graph
   * @return 1 where it meets the condition and 0 elsewhere, of its type
   * @throws HessianTraceException if the condition is not a comparison with a number
   */
  public static SDVariable met(DifferentialFunction op, SDVariable x) {
    Object[] arguments = ((Op) op).extraArgs();
    double number = ((Number) arguments[NUMBER]).doubleValue();
    double tolerance = ((Number) arguments[TOLERANCE]).doubleValue();
    ConditionMode mode = ConditionMode.fromNumber(((Number) arguments[MODE]).intValue());
    return met(op, x, mode, number, tolerance).castTo(x.dataType());
  }

  private static SDVariable met(
      DifferentialFunction op, SDVariable x, ConditionMode mode, double number, double tolerance) {
    SDMath math = x.getSameDiff().math();
    switch (mode) {
      case LESS_THAN:
        return x.lt(number);
      case LESS_THAN_OR_EQUAL:
        return x.lte(number);
      case GREATER_THAN:
        return x.gt(number);
      case GREATER_THAN_OR_EQUAL:
        return x.gte(number);
      case ABS_LESS_THAN:
        return math.abs(x).lt(number);
      case ABS_LESS_THAN_OR_EQUAL:
        return math.abs(x).lte(number);
      case ABS_GREATER_THAN:
        return math.abs(x).gt(number);
      case ABS_GREATER_OR_EQUAL:
        return math.abs(x).gte(number);
      case EPSILON_EQUALS:
        return math.abs(x.sub(number)).lte(tolerance);
      case EPSILON_NOT_EQUALS:
        return math.abs(x.sub(number)).gt(tolerance);
      default:
        throw new HessianTraceException(
            String.format(
                "Variable '%s': op '%s' (%s) replaces elements by the condition %s, which is not a comparison with a number.",
                op.outputVariablesNames()[0], op.getOwnName(), op.opName(), mode),
            "mix with a mask: x.mul(mask).add(mask.rsub(1.0).mul(value)).");
    }
  }
}

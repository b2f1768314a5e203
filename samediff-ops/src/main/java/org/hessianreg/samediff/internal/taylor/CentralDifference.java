package org.hessianreg.samediff.internal.taylor;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/**
 * The values of an op at {@code x + h·d} and {@code x − h·d}, where all its inputs move at once,
 * and the first and second difference quotients along {@code d}.
 *
 * <p>The step is computed in the graph, from the values of each execution: {@code h = uᵖ/√(Σ_i
 * mean(d_i²)/(1 + mean(x_i²)))} over the inputs {@code i} that move, with {@code u} the unit
 * roundoff of the coarsest type, so that {@code h·d} is about {@code uᵖ} times as large as {@code
 * x}, and as 1 where {@code x} is smaller. Nothing is differentiated through it. Where {@code d =
 * 0} the quotients are zero.
 */
final class CentralDifference {

  private final SDVariable[] middle;
  private final SDVariable[] ahead;
  private final SDVariable[] behind;
  private final SDVariable inverseStep;

  private CentralDifference(
      SDVariable[] middle, SDVariable[] ahead, SDVariable[] behind, SDVariable inverseStep) {
    this.middle = middle;
    this.ahead = ahead;
    this.behind = behind;
    this.inverseStep = inverseStep;
  }

  /**
   * Appends the op at two shifted points.
   *
   * @param call the op
   * @param direction the coefficient of each input that is {@code d}
   * @param power the power {@code p} of the unit roundoff
   * @return the values, or nothing if no input moves along {@code d}
   */
  static Optional<CentralDifference> along(
      OpCall call, JetAlgebra.Coefficient direction, double power) {
    List<SDVariable> d = call.inputs().stream().map(direction::of).collect(Collectors.toList());
    if (d.stream().allMatch(Objects::isNull)) {
      return Optional.empty();
    }
    SDVariable[] x = call.values();
    SDVariable rate = rate(call.algebra().graph(), x, d);
    double scale = Math.pow(unitRoundoff(call, d), power);
    SDVariable still = rate.eq(0.0).castTo(rate.dataType());
    SDVariable step = call.math().reciprocal(rate.add(still)).mul(scale);
    return Optional.of(
        new CentralDifference(
            call.outputs(),
            call.reapply(shifted(x, d, step)),
            call.reapply(shifted(x, d, step.neg())),
            rate.mul(1.0 / scale)));
  }

  private static SDVariable[] shifted(SDVariable[] x, List<SDVariable> d, SDVariable step) {
    SDVariable[] shifted = x.clone();
    for (int i = 0; i < x.length; i++) {
      if (d.get(i) != null) {
        shifted[i] = x[i].add(d.get(i).mul(ofType(step, x[i].dataType())));
      }
    }
    return shifted;
  }

  /**
   * {@code uᵖ/h}, and 0 where nothing moves. It is cut off behind the root, whose slope is infinite
   * at zero: SameDiff passes zeros back through what is cut off.
   */
  private static SDVariable rate(SameDiff graph, SDVariable[] x, List<SDVariable> d) {
    SDVariable sum = null;
    for (int i = 0; i < x.length; i++) {
      if (d.get(i) != null) {
        SDVariable size = meanSquare(x[i]).add(1.0);
        SDVariable term = meanSquare(d.get(i)).mul(graph.math().reciprocal(size));
        sum = sum == null ? term : sum.add(ofType(term, sum.dataType()));
      }
    }
    SDVariable zero = sum.eq(0.0).castTo(sum.dataType());
    SDVariable root = graph.math().sqrt(sum.add(zero)).sub(zero);
    return new StopGradient(graph, root).outputVariable();
  }

  private static SDVariable meanSquare(SDVariable x) {
    return x.getSameDiff().math().square(x).mean();
  }

  private static SDVariable ofType(SDVariable number, DataType type) {
    return number.dataType() == type ? number : number.castTo(type);
  }

  /** The largest of the types of what moves and what comes out. */
  private static double unitRoundoff(OpCall call, List<SDVariable> d) {
    double largest = 0;
    for (int i = 0; i < d.size(); i++) {
      if (d.get(i) != null) {
        largest = Math.max(largest, unitRoundoff(call.values()[i].dataType()));
      }
    }
    for (SDVariable output : call.outputs()) {
      if (output.dataType().isFPType()) {
        largest = Math.max(largest, unitRoundoff(output.dataType()));
      }
    }
    return largest;
  }

  private static double unitRoundoff(DataType type) {
    switch (type) {
      case DOUBLE:
        return 0x1p-53;
      case FLOAT:
        return 0x1p-24;
      default:
        return 0x1p-11;
    }
  }

  /** {@code (y(x + h·d) − y(x − h·d))/2h} of an output. */
  SDVariable first(int output) {
    SDVariable difference = ahead[output].sub(behind[output]);
    return difference.mul(inverseStep(output).mul(0.5));
  }

  /** {@code (y(x + h·d) − 2·y(x) + y(x − h·d))/h²} of an output. */
  SDVariable second(int output) {
    SDVariable rise = ahead[output].sub(middle[output]);
    SDVariable fall = middle[output].sub(behind[output]);
    SDVariable inverse = inverseStep(output);
    return rise.sub(fall).mul(inverse).mul(inverse);
  }

  private SDVariable inverseStep(int output) {
    return ofType(inverseStep, middle[output].dataType());
  }
}

package org.hessianreg.samediff.taylor;

import java.util.function.UnaryOperator;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

/**
 * The weighted reduction of a {@code BaseLoss}: with losses {@code E} and weights {@code w}
 * broadcast to their shape, {@code E·w} (none), {@code Σ E·w} (sum), {@code Σ E·w / Σ w} (mean by
 * weight) or {@code Σ E·w / #(w ≠ 0)} (mean by non-zero weight count); 0 if the divisor is 0.
 */
final class LossReduction {

  private static final int WEIGHTS = 1;

  private final OpCall call;
  private final LossReduce mode;
  private final SDVariable weights;

  private LossReduction(OpCall call, LossReduce mode, SDVariable weights) {
    this.call = call;
    this.mode = mode;
    this.weights = weights;
  }

  static LossReduction of(OpCall call) {
    call.requireConstant(WEIGHTS, "weight");
    // Not from the op's property, which a graph that was loaded lacks.
    LossReduce mode = LossReduce.values()[(int) call.integerArgument(0)];
    return new LossReduction(call, mode, call.input(WEIGHTS).value());
  }

  /**
   * Reduces one loss for each example, given as a vector: ND4J takes weights in several shapes for
   * it, and without reduction returns a column.
   */
  static Jet ofExamples(OpCall call, Jet losses) {
    LossReduction reduction = of(call);
    if (!reduction.isPlain()) {
      SDVariable weights = reduction.weights.reshape(-1);
      reduction = new LossReduction(call, reduction.mode, weights);
    }
    Jet reduced = reduction.apply(losses);
    return reduction.mode == LossReduce.NONE
        ? call.algebra().linear(call.y(), v -> v.reshape(shape(call.y())), reduced)
        : reduced;
  }

  private static SDVariable shape(SDVariable x) {
    return x.getSameDiff().shape(x);
  }

  Jet apply(Jet losses) {
    return call.algebra().linear(call.y(), isPlain() ? this::plain : weighted(losses), losses);
  }

  private boolean isPlain() {
    return weights.getVariableType() == VariableType.CONSTANT
        && weights.getArr().length() == 1
        && weights.getArr().getDouble(0) == 1.0;
  }

  private SDVariable plain(SDVariable losses) {
    switch (mode) {
      case NONE:
        return losses;
      case SUM:
        return losses.sum();
      default:
        return losses.mean();
    }
  }

  private UnaryOperator<SDVariable> weighted(Jet losses) {
    switch (mode) {
      case NONE:
        return v -> v.mul(weights);
      case SUM:
        return v -> v.mul(weights).sum();
      default:
        SDVariable factor = weights.mul(reciprocalOfDivisor(losses.value()));
        return v -> v.mul(factor).sum();
    }
  }

  private SDVariable reciprocalOfDivisor(SDVariable losses) {
    SameDiff sd = losses.getSameDiff();
    SDVariable counted =
        mode == LossReduce.MEAN_BY_WEIGHT ? weights : weights.neq(0.0).castTo(losses.dataType());
    SDVariable divisor = sd.onesLike(losses).mul(counted).sum();
    SDVariable isZero = divisor.eq(0.0).castTo(losses.dataType());
    return sd.math().reciprocal(divisor.add(isZero));
  }
}

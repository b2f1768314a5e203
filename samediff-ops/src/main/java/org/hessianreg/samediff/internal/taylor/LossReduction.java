package org.hessianreg.samediff.internal.taylor;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hessianreg.samediff.HessianTraceException;
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

  /**
   * Reads the reduction off a call.
   *
   * @param losses the shape of the unreduced losses, with -1 for sizes that are not known; nothing
   *     if not even the rank is
   * @throws HessianTraceException if the weights have a shape that ND4J takes in the forward pass
   *     at most
   */
  static LossReduction of(OpCall call, Optional<long[]> losses) {
    call.requireConstant(WEIGHTS, "weight");
    losses.ifPresent(shape -> requireWeights(call, shape));
    // Not from the op's property, which a graph that was loaded lacks.
    LossReduce mode = LossReduce.values()[(int) call.integerArgument(0)];
    return new LossReduction(call, mode, call.input(WEIGHTS).value());
  }

  private static void requireWeights(OpCall call, long... losses) {
    long[] weights = call.input(WEIGHTS).value().getShape();
    if (weights == null || Arrays.stream(weights).reduce(1, (a, b) -> a * b) == 1) {
      return;
    }
    boolean fit = weights.length == losses.length;
    for (int i = 0; fit && i < losses.length; i++) {
      fit = weights[i] == losses[i] || weights[i] == 1 || weights[i] < 0 || losses[i] < 0;
    }
    if (!fit) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': the weights of op '%s' (%s) have shape %s, expected one number or an"
                  + " array that broadcasts to the losses' shape %s: ND4J has no gradient for"
                  + " others.",
              call.y().name(),
              call.op().getOwnName(),
              call.op().opName(),
              Arrays.toString(weights),
              Arrays.toString(losses)),
          "reshape the weights.");
    }
  }

  /**
   * Reduces losses of which there is one for each row of predictions, whatever their rank. Without
   * reduction ND4J returns a column.
   *
   * @param shape the shape of the losses, as for {@link #of}
   */
  static Jet ofRows(OpCall call, Jet losses, Optional<long[]> shape) {
    LossReduction reduction = of(call, shape);
    if (reduction.isPlain()) {
      return reduction.ofVector(losses, reduction.weights);
    }
    int rank = shape.map(sizes -> sizes.length).orElse(1);
    long[] own = reduction.weights.getShape();
    if (rank == 1
        && reduction.mode == LossReduce.NONE
        && own != null
        && own.length == 1
        && own[0] != 1) {
      throw call.unsupported("ND4J cannot compute it unreduced with a vector of weights");
    }
    boolean alike = rank > 1 && own != null && own.length == rank;
    SDVariable ones = losses.value().getSameDiff().onesLike(losses.value());
    return reduction.ofVector(losses, alike ? ones.mul(reduction.weights) : reduction.weights);
  }

  /**
   * Reduces losses of which there is one for each example, a vector.
   *
   * @param shape the shape that ND4J gives them, as for {@link #of}
   */
  static Jet ofExamples(OpCall call, Jet losses, Optional<long[]> shape) {
    LossReduction reduction = of(call, shape);
    boolean column = shape.map(sizes -> sizes.length).orElse(2) == 2;
    if (reduction.mode == LossReduce.NONE && !column) {
      throw call.unsupported("ND4J cannot compute it unreduced for predictions of this rank");
    }
    return reduction.ofVector(losses, reduction.weights);
  }

  private Jet ofVector(Jet losses, SDVariable of) {
    Jet vector = call.algebra().linear(v -> v.reshape(-1), losses);
    LossReduction reduction = isPlain() ? this : new LossReduction(call, mode, of.reshape(-1));
    Jet reduced = reduction.apply(vector);
    return mode == LossReduce.NONE
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

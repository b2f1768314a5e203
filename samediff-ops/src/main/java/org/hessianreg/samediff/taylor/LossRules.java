package org.hessianreg.samediff.taylor;

import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ops.impl.loss.BaseLoss;

/**
 * The mathematics of SameDiff's loss ops: a loss of each example or element, and its reduction.
 * Inputs of a {@code BaseLoss} are predictions, weights and labels.
 */
final class LossRules {

  private static final Set<String> OTHER_LOSSES =
      Set.of("sparse_softmax_cross_entropy_loss_with_logits", "l2_loss");

  private LossRules() {}

  static boolean isLoss(DifferentialFunction op) {
    return op instanceof BaseLoss || OTHER_LOSSES.contains(op.opName());
  }

  /** {@code −Σ_c t·ln softmax(z)} with labels {@code t} moved towards uniform by smoothing. */
  static Jet softmaxCrossEntropy(OpCall c) {
    JetAlgebra a = c.algebra();
    SameDiff sd = a.graph();
    Jet logits = c.input(0);
    SDVariable y = sd.nn().softmax(logits.value(), -1);
    Jet log = Activations.logSoftmax(a, sd.math().log(y), y, logits, -1);
    Jet labels = smoothed(a, c.input(2), c.doubleArgument(0), 1.0);
    return reduce(c, a.linear(v -> v.sum(-1).neg(), a.mul(labels, log)));
  }

  /** {@code (1 − s)·t + s·mean}, the mean being over classes or a number. */
  private static Jet smoothed(JetAlgebra a, Jet labels, double smoothing, double total) {
    if (smoothing == 0.0) {
      return labels;
    }
    SDVariable uniform = a.graph().onesLike(labels.value()).mean(true, -1);
    SDVariable classes = a.graph().onesLike(labels.value()).sum(true, -1);
    SDVariable shift = uniform.mul(a.graph().math().reciprocal(classes)).mul(smoothing * total);
    return a.linear(
        labels.value().mul(1 - smoothing).add(shift), v -> v.mul(1 - smoothing), labels);
  }

  /** The weighted reduction of a {@code BaseLoss}, linear in the losses. */
  static Jet reduce(OpCall c, Jet losses) {
    c.requireConstant(1, "loss weights");
    SDVariable w = c.input(1).value();
    boolean plain = isOne(w);
    LossReduce reduction = ((BaseLoss) c.op()).getLossReduce();
    JetAlgebra a = c.algebra();
    switch (reduction) {
      case NONE:
        return a.linear(c.y(), v -> plain ? v : v.mul(w), losses);
      case SUM:
        return a.linear(c.y(), v -> plain ? v.sum() : v.mul(w).sum(), losses);
      default:
        return a.linear(c.y(), v -> plain ? v.mean() : mean(v, w, reduction), losses);
    }
  }

  private static SDVariable mean(SDVariable losses, SDVariable w, LossReduce reduction) {
    SameDiff sd = losses.getSameDiff();
    SDVariable counted =
        reduction == LossReduce.MEAN_BY_WEIGHT ? w : w.neq(0.0).castTo(losses.dataType());
    SDVariable divisor = sd.onesLike(losses).mul(counted).sum();
    return losses.mul(w).sum().mul(sd.math().reciprocal(divisor));
  }

  private static boolean isOne(SDVariable w) {
    return w.getVariableType() == VariableType.CONSTANT
        && w.getArr().length() == 1
        && w.getArr().getDouble(0) == 1.0;
  }
}

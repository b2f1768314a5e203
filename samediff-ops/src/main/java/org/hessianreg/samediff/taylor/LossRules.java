package org.hessianreg.samediff.taylor;

import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.loss.BaseLoss;

/**
 * The mathematics of SameDiff's loss ops: the loss {@code E} of each example or element before its
 * {@link LossReduction}. Predictions {@code p} (or logits {@code z}) and labels {@code t} may both
 * change.
 */
final class LossRules {

  private static final Set<String> OTHER_LOSSES =
      Set.of("sparse_softmax_cross_entropy_loss_with_logits", "l2_loss");

  private static final int PREDICTIONS = 0;
  private static final int LABELS = 2;

  private LossRules() {}

  static boolean isLoss(DifferentialFunction op) {
    return op instanceof BaseLoss || OTHER_LOSSES.contains(op.opName());
  }

  /** {@code E = −Σ_c t·ln softmax(z)}, the labels smoothed towards {@code 1 / classes}. */
  static Jet softmaxCrossEntropy(OpCall c) {
    Jet labels = c.input(LABELS);
    double smoothing = c.doubleArgument(0);
    if (smoothing != 0.0) {
      SameDiff sd = c.algebra().graph();
      SDVariable classes = sd.sizeAt(labels.value(), 1).castTo(labels.value().dataType());
      labels = smoothed(c, sd.math().reciprocal(classes).mul(smoothing));
    }
    return LossReduction.of(c).apply(crossEntropy(c.algebra(), labels, c.input(PREDICTIONS)));
  }

  /** {@code E = −ln softmax(z)_t}; labels are class numbers and come first. */
  static Jet sparseSoftmaxCrossEntropy(OpCall c) {
    SameDiff sd = c.algebra().graph();
    Jet logits = c.input(1);
    SDVariable labels = c.x();
    SDVariable classes =
        sd.range(
            sd.constant(0),
            sd.sizeAt(logits.value(), -1).castTo(labels.dataType()),
            sd.constant(1),
            labels.dataType());
    SDVariable hot = classes.eq(sd.expandDims(labels, -1)).castTo(c.y().dataType());
    Jet losses = crossEntropy(c.algebra(), c.algebra().constant(hot), logits);
    return Jet.of(c.y(), losses.tangents(), losses.second());
  }

  private static Jet crossEntropy(JetAlgebra a, Jet labels, Jet logits) {
    SameDiff sd = a.graph();
    SDVariable y = sd.nn().softmax(logits.value(), -1);
    Jet log = Activations.logSoftmax(a, sd.math().log(y), y, logits, -1);
    return a.linear(v -> v.sum(-1).neg(), a.mul(labels, log));
  }

  /** {@code E = ln(1 + exp z) − t·z}, the labels smoothed towards a half. */
  static Jet sigmoidCrossEntropy(OpCall c) {
    JetAlgebra a = c.algebra();
    SameDiff sd = a.graph();
    Jet z = c.input(PREDICTIONS);
    double smoothing = c.doubleArgument(0);
    Jet labels =
        smoothing == 0.0 ? c.input(LABELS) : smoothed(c, a.number(0.5 * smoothing, z.value()));
    SDVariable s = sd.nn().sigmoid(z.value());
    Jet softplus = a.elementwise(sd.nn().softplus(z.value()), s, () -> s.mul(s.rsub(1.0)), z);
    return LossReduction.of(c).apply(a.sub(softplus, a.mul(labels, z)));
  }

  /** {@code (1 − s)·t + shift}. */
  private static Jet smoothed(OpCall c, SDVariable shift) {
    double kept = 1.0 - c.doubleArgument(0);
    Jet labels = c.input(LABELS);
    return c.algebra().linear(labels.value().mul(kept).add(shift), v -> v.mul(kept), labels);
  }

  /** {@code E = (p − t)²}. */
  static Jet meanSquaredError(OpCall c) {
    return LossReduction.of(c).apply(c.algebra().square(error(c)));
  }

  private static Jet error(OpCall c) {
    return c.algebra().sub(c.input(PREDICTIONS), c.input(LABELS));
  }
}

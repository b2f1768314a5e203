package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.calculus.CrossEntropy;
import org.hessianreg.samediff.internal.calculus.KeptDimensions;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.LossChecks;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.loss.BaseLoss;

/** Adjoints of SameDiff's loss ops: their own, which ignore the cotangent, times the cotangent. */
final class LossAdjoints {

  private static final Set<String> OTHERS =
      Set.of(
          "sparse_softmax_cross_entropy_loss_with_logits",
          "softmax_cross_entropy_loss_with_logits",
          "l2_loss");

  private LossAdjoints() {}

  static boolean ignoresCotangent(DifferentialFunction op) {
    return op instanceof BaseLoss || OTHERS.contains(op.opName());
  }

  /** A loss that is reduced to a scalar, or unreduced and of its input's shape. */
  static List<SDVariable> scaled(DifferentialFunction op, List<SDVariable> cotangents) {
    return scaled(op, cotangents.get(0));
  }

  /** Cross entropy of logits; unreduced, it has a loss for each row of them. */
  static List<SDVariable> crossEntropy(
      DifferentialFunction op, List<SDVariable> cotangents, int logits) {
    boolean reduced = op instanceof BaseLoss && ((CustomOp) op).iArgs()[0] != 0;
    SDVariable g = cotangents.get(0);
    return scaled(op, reduced ? g : perRow(op.getSameDiff(), op.arg(logits), g));
  }

  /** {@code g·(p·Σt − t)} and {@code −g·ln p} with {@code p = softmax(z)}. */
  static List<SDVariable> crossEntropyOfEachRow(
      DifferentialFunction op, List<SDVariable> cotangents) {
    int[] arguments = Attributes.integers(op);
    CrossEntropy cross = new CrossEntropy(op.arg(0), arguments.length > 0 ? arguments[0] : -1);
    SDVariable labels = op.arg(1);
    SDVariable g = op.getSameDiff().expandDims(cotangents.get(0), cross.classes());
    SDVariable sum = KeptDimensions.sum(labels, cross.classes());
    return List.of(cross.softmax().mul(sum).sub(labels).mul(g), cross.logSoftmax().mul(g).neg());
  }

  private static SDVariable perRow(SameDiff sd, SDVariable logits, SDVariable g) {
    return sd.expandDims(sd.reshape(g, sd.shape(logits.sum(-1))), -1);
  }

  private static List<SDVariable> scaled(DifferentialFunction op, SDVariable factor) {
    requireFixedWeights(op);
    List<SDVariable> contributions = Adjoints.own(withLabelsOfItsType(op), List.of(factor));
    if (isOne(factor)) {
      return contributions;
    }
    List<SDVariable> scaled = new ArrayList<>();
    for (SDVariable contribution : contributions) {
      scaled.add(contribution.dataType().isFPType() ? contribution.mul(factor) : null);
    }
    return scaled;
  }

  /** ND4J's backward ops want labels of the type of the predictions; some forward ops do not. */
  private static DifferentialFunction withLabelsOfItsType(DifferentialFunction op) {
    if (!(op instanceof BaseLoss) || op.arg(2).dataType() == op.arg(0).dataType()) {
      return op;
    }
    SameDiff sd = op.getSameDiff();
    SDVariable[] inputs = op.args().clone();
    inputs[2] = inputs[2].castTo(inputs[0].dataType());
    return GraphPaths.producer(sd, OpReapplication.reapply(op, inputs)[0].name()).getOp();
  }

  /** An unreduced loss's own gradient of broadcast weights is of another shape than they are. */
  private static void requireFixedWeights(DifferentialFunction op) {
    boolean unreduced =
        op instanceof BaseLoss && ((BaseLoss) op).getLossReduce() == LossReduce.NONE;
    if (unreduced && LossChecks.dependsOnParameters(op.arg(1))) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': the weights '%s' of the unreduced loss op '%s' (%s) depend on a"
                  + " parameter.",
              op.outputVariablesNames()[0], op.arg(1).name(), op.getOwnName(), op.opName()),
          "multiply the unweighted loss by them, or reduce it in the op.");
    }
  }

  private static boolean isOne(SDVariable x) {
    return x.getVariableType() == VariableType.CONSTANT
        && x.getArr().length() == 1
        && x.getArr().getDouble(0) == 1.0;
  }
}

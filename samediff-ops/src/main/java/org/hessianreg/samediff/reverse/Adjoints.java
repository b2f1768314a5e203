package org.hessianreg.samediff.reverse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.graph.HessianGraphException;
import org.hessianreg.samediff.graph.OpReapplication;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.loss.BaseLoss;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.transforms.Pad;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.MulBpOp;

/**
 * The backward ops. Ordinarily an op's own; the table holds those for which ND4J 1.0.0-M2.1's own
 * is wrong, breaks training, or computes more than is asked for.
 */
final class Adjoints {

  private static final Map<String, Adjoint> TABLE =
      Map.ofEntries(
          Map.entry("matmul", Adjoints::matmul),
          Map.entry("gather", Adjoints::gather),
          Map.entry("pad", (op, g) -> isMirroring(op) ? selection(op, g) : own(op, g)),
          Map.entry("divide", (op, g) -> quotient(op, g.get(0), op.arg(0), op.arg(1), false)),
          Map.entry("reversedivide", (op, g) -> quotient(op, g.get(0), op.arg(1), op.arg(0), true)),
          Map.entry("l2_loss", (op, g) -> List.of(op.arg().mul(g.get(0)))),
          Map.entry("softmax_cross_entropy_loss", (op, g) -> crossEntropy(op, g, 0)),
          Map.entry(
              "sparse_softmax_cross_entropy_loss_with_logits", (op, g) -> crossEntropy(op, g, 1)));

  private Adjoints() {}

  static Adjoint of(DifferentialFunction op) {
    Adjoint adjoint = TABLE.get(op.opName());
    if (adjoint != null) {
      return adjoint;
    }
    return op instanceof BaseLoss ? Adjoints::loss : Adjoints::own;
  }

  private static List<SDVariable> own(DifferentialFunction op, List<SDVariable> cotangents) {
    try {
      return op.doDiff(cotangents);
    } catch (RuntimeException e) {
      throw new HessianGraphException(
          String.format(
              "Variable '%s': op '%s' (%s) has no usable backward op in ND4J: %s.",
              op.outputVariablesNames()[0], op.getOwnName(), op.opName(), e.getMessage()),
          "write it with other ops, or cut the path with stopGradient.",
          e);
    }
  }

  /** One product for each input instead of ND4J's fused op: the one not asked for is pruned. */
  private static List<SDVariable> matmul(DifferentialFunction op, List<SDVariable> cotangents) {
    SDVariable a = op.arg(0);
    SDVariable b = op.arg(1);
    if (isVector(a) || isVector(b)) {
      return own(op, cotangents);
    }
    SameDiff sd = op.getSameDiff();
    SDVariable g = cotangents.get(0);
    long[] flags = ((CustomOp) op).iArgs();
    boolean ta = flags.length > 0 && flags[0] != 0;
    boolean tb = flags.length > 1 && flags[1] != 0;
    boolean tr = flags.length > 2 && flags[2] != 0;
    return List.of(
        ta ? product(sd, b, tb, g, !tr) : product(sd, g, tr, b, !tb),
        tb ? product(sd, g, !tr, a, ta) : product(sd, a, !ta, g, tr));
  }

  private static boolean isVector(SDVariable x) {
    return x.getVariableType() != VariableType.ARRAY && x.getShape().length < 2;
  }

  private static SDVariable product(
      SameDiff sd, SDVariable a, boolean transposeA, SDVariable b, boolean transposeB) {
    MMulTranspose transpose =
        MMulTranspose.builder().transposeA(transposeA).transposeB(transposeB).build();
    return new Mmul(sd, a, b, transpose).outputVariable();
  }

  /** ND4J's own writes into an array of zeros in place and breaks training from a parameter. */
  private static List<SDVariable> gather(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    SDVariable x = op.arg(0);
    if (((CustomOp) op).iArgs()[0] != 0) {
      return selection(op, cotangents);
    }
    return Arrays.asList(sd.scatterAdd(sd.zerosLike(x), op.arg(1), cotangents.get(0)), null);
  }

  /**
   * The adjoint of any op whose output elements are elements of its first input: the op applied to
   * the elements' positions tells where each cotangent belongs.
   */
  private static List<SDVariable> selection(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    SDVariable x = op.arg(0);
    SDVariable size = sd.size(x);
    SDVariable positions =
        sd.range(sd.constant(0L), size, sd.constant(1L), DataType.INT64).reshape(sd.shape(x));
    SDVariable[] inputs = op.args().clone();
    inputs[0] = positions;
    SDVariable chosen = OpReapplication.reapply(op, inputs)[0];
    SDVariable sums =
        sd.unsortedSegmentSum(
            sd.reshape(cotangents.get(0), -1), sd.reshape(chosen, -1), size);
    List<SDVariable> result = new ArrayList<>(Collections.nCopies(inputs.length, null));
    result.set(0, sd.reshape(sums, sd.shape(x)));
    return result;
  }

  /** ND4J's own cuts the border off, which is right for a constant one only. */
  private static boolean isMirroring(DifferentialFunction pad) {
    return ((CustomOp) pad).iArgs()[0] != Pad.Mode.CONSTANT.ordinal();
  }

  /**
   * A quotient as a product with a reciprocal: ND4J's own forgets the 1/y² of a one-element
   * divisor.
   */
  private static List<SDVariable> quotient(
      DifferentialFunction op, SDVariable g, SDVariable x, SDVariable y, boolean swap) {
    SameDiff sd = op.getSameDiff();
    SDVariable r = sd.math().reciprocal(y);
    SDVariable[] product = new MulBpOp(sd, x, r, g).outputVariables();
    SDVariable divisor = product[1].mul(sd.math().square(r)).neg();
    return swap ? List.of(divisor, product[0]) : List.of(product[0], divisor);
  }

  /** ND4J's own ignores the cotangent of the loss. */
  private static List<SDVariable> loss(DifferentialFunction op, List<SDVariable> cotangents) {
    return scaled(op, cotangents.get(0));
  }

  /** As {@link #loss}; unreduced, one loss for each row of logits, with or without a last one. */
  private static List<SDVariable> crossEntropy(
      DifferentialFunction op, List<SDVariable> cotangents, int logits) {
    SameDiff sd = op.getSameDiff();
    SDVariable g = cotangents.get(0);
    boolean reduced = op instanceof BaseLoss && ((CustomOp) op).iArgs()[0] != 0;
    return scaled(op, reduced ? g : perRow(sd, op.arg(logits), g));
  }

  private static SDVariable perRow(SameDiff sd, SDVariable logits, SDVariable g) {
    return sd.expandDims(sd.reshape(g, sd.shape(logits.sum(-1))), -1);
  }

  private static List<SDVariable> scaled(DifferentialFunction op, SDVariable factor) {
    List<SDVariable> contributions = own(op, List.of(factor));
    if (isOne(factor)) {
      return contributions;
    }
    List<SDVariable> scaled = new ArrayList<>();
    for (SDVariable contribution : contributions) {
      scaled.add(contribution.dataType().isFPType() ? contribution.mul(factor) : null);
    }
    return scaled;
  }

  private static boolean isOne(SDVariable x) {
    return x.getVariableType() == VariableType.CONSTANT
        && x.getArr().length() == 1
        && x.getArr().getDouble(0) == 1.0;
  }
}

package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hessianreg.samediff.internal.calculus.DotProductAttention;
import org.hessianreg.samediff.internal.calculus.HeadProjection;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.CustomOp;

/** Adjoints of attention. ND4J's own forget what the weights, an output, contribute to a loss. */
final class Attentions {

  private static final int INPUTS = 3;

  private Attentions() {}

  static List<SDVariable> dotProduct(DifferentialFunction op, List<SDVariable> cotangents) {
    SDVariable[] inputs = Arrays.copyOf(op.args(), INPUTS);
    return withoutMask(op, backward(op, inputs, INPUTS, cotangents.get(0), cotangents));
  }

  static List<SDVariable> multiHead(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    HeadProjection[] projections = new HeadProjection[INPUTS];
    SDVariable[] projected = new SDVariable[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      HeadProjection p = new HeadProjection(op.arg(i), op.arg(INPUTS + i));
      projections[i] = p;
      projected[i] = p.split(p.product(p.rows(op.arg(i)), p.matrix(op.arg(INPUTS + i))));
    }
    HeadProjection ofQueries = new HeadProjection(op.arg(0), op.arg(2 * INPUTS - 1));
    SDVariable last = op.arg(2 * INPUTS);
    SDVariable shape = sd.stack(0, sd.constant(-1L), sd.sizeAt(last, 1));
    SDVariable g = cotangents.get(0).permute(0, 2, 1).reshape(shape);
    SDVariable attended = ofQueries.split(sd.mmul(g, last, false, true, false));
    SDVariable[] inner = backward(op, projected, 2 * INPUTS + 1, attended, cotangents);
    SDVariable[] all = new SDVariable[2 * INPUTS + 1];
    for (int i = 0; i < INPUTS; i++) {
      HeadProjection p = projections[i];
      SDVariable product = p.join(inner[i]);
      all[i] = p.sequences(product.mmul(p.matrix(op.arg(INPUTS + i))));
      all[INPUTS + i] = p.weights(sd.mmul(product, p.rows(op.arg(i)), true, false, false));
    }
    SDVariable rows = ofQueries.join(projected[2].mmul(weights(op, projected, 2 * INPUTS + 1)));
    all[2 * INPUTS] = sd.mmul(rows, g, true, false, false);
    return withoutMask(op, all);
  }

  private static SDVariable[] backward(
      DifferentialFunction op,
      SDVariable[] inputs,
      int mask,
      SDVariable output,
      List<SDVariable> cotangents) {
    List<SDVariable> both = new ArrayList<>(cotangents);
    both.set(0, output);
    return DotProductAttention.backward(inputs, weights(op, inputs, mask), isScaled(op), both);
  }

  private static SDVariable weights(DifferentialFunction op, SDVariable[] inputs, int mask) {
    Optional<SDVariable> given = Arrays.stream(op.args()).skip(mask).findFirst();
    return DotProductAttention.weights(inputs[0], inputs[1], isScaled(op), given);
  }

  private static boolean isScaled(DifferentialFunction op) {
    return DotProductAttention.isScaled((CustomOp) op);
  }

  private static List<SDVariable> withoutMask(DifferentialFunction op, SDVariable... all) {
    return Arrays.asList(Arrays.copyOf(all, op.args().length));
  }
}

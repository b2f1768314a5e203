package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hessianreg.samediff.internal.calculus.DotProductAttention;
import org.hessianreg.samediff.internal.calculus.HeadProjection;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.CustomOp;

/** Attention: products and a softmax. */
final class Attention {

  private static final int INPUTS = 3;

  private Attention() {}

  /** {@code y = v·softmax(kᵀq/√d)} for queries, keys and values; the weights may be an output. */
  static List<Jet> dotProduct(OpCall c) {
    Jet weights = weights(c, c.input(0), c.input(1), INPUTS);
    Jet y = c.algebra().bilinear(c.y(), SDVariable::mmul, c.input(2), weights);
    return outputs(c, y, weights);
  }

  /**
   * {@code y = Wₒᵀ·[attention of W_q·q, W_k·k and W_v·v for each head]}, the heads below each
   * other.
   */
  static List<Jet> multiHead(OpCall c) {
    JetAlgebra a = c.algebra();
    SameDiff sd = a.graph();
    Jet queries = projected(c, 0);
    Jet keys = projected(c, 1);
    Jet values = projected(c, 2);
    Jet weights = weights(c, queries, keys, 2 * INPUTS + 1);
    Jet attended =
        a.bilinear(values.value().mmul(weights.value()), SDVariable::mmul, values, weights);
    HeadProjection ofQueries = new HeadProjection(c.x(), c.input(2 * INPUTS - 1).value());
    Jet rows = a.linear(ofQueries::join, attended);
    Jet last = c.input(2 * INPUTS);
    Jet projected = a.bilinear(rows.value().mmul(last.value()), SDVariable::mmul, rows, last);
    SDVariable shape =
        sd.stack(0, sd.sizeAt(c.x(), 0), sd.sizeAt(c.x(), 2), sd.sizeAt(last.value(), 1));
    Jet y = a.linear(c.y(), v -> v.reshape(shape).permute(0, 2, 1), projected);
    return outputs(c, y, weights);
  }

  private static Jet projected(OpCall c, int input) {
    JetAlgebra a = c.algebra();
    Jet x = c.input(input);
    Jet w = c.input(INPUTS + input);
    HeadProjection projection = new HeadProjection(x.value(), w.value());
    Jet rows = a.linear(projection::rows, x);
    Jet matrix = a.linear(projection::matrix, w);
    SDVariable product = projection.product(rows.value(), matrix.value());
    return a.linear(projection::split, a.bilinear(product, projection::product, rows, matrix));
  }

  /**
   * The shares of the keys, computed anew: where they are an output of the op, SameDiff's gradient
   * ignores what becomes of them.
   */
  private static Jet weights(OpCall c, Jet queries, Jet keys, int mask) {
    JetAlgebra a = c.algebra();
    boolean scaled = DotProductAttention.isScaled((CustomOp) c.op());
    if (c.inputs().size() > mask) {
      c.requireConstant(mask, "mask");
    }
    SDVariable products = DotProductAttention.products(keys.value(), queries.value());
    Jet scores = a.bilinear(products, DotProductAttention::products, keys, queries);
    if (scaled) {
      SDVariable scale = DotProductAttention.scale(keys.value());
      scores = a.linear(v -> v.mul(scale), scores);
    }
    Optional<SDVariable> given = c.inputs().stream().skip(mask).map(Jet::value).findFirst();
    SDVariable y = DotProductAttention.weights(queries.value(), keys.value(), scaled, given);
    return Activations.softmax(a, y, scores, DotProductAttention.KEYS);
  }

  private static List<Jet> outputs(OpCall c, Jet y, Jet weights) {
    List<Jet> outputs = new ArrayList<>(List.of(y));
    if (c.outputs().length > 1) {
      outputs.add(Jet.of(c.outputs()[1], weights.tangents(), weights.second()));
    }
    return outputs;
  }
}

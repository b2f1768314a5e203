package org.hessianreg.samediff.internal.calculus;

import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * Scaled dot-product attention as ND4J's ops compute it (Vaswani et al., "Attention Is All You
 * Need", section 3.2.1, transposed): features {@code d} come before time steps, there may be heads
 * before both, {@code s = kᵀq/√d}, {@code w = softmax(s)} over the keys, {@code y = v·w}.
 */
public final class DotProductAttention {

  /** What ND4J adds to the scores of keys that a mask excludes, negated. */
  private static final double EXCLUDED = 1e9;

  /** The dimension of scores and weights that belongs to the keys. */
  public static final int KEYS = -2;

  private DotProductAttention() {}

  /**
   * Returns whether an op divides its scores by the root of the number of features.
   *
   * @param attention one of ND4J's two attention ops
   * @return true if it does
   */
  public static boolean isScaled(CustomOp attention) {
    return attention.iArgs()[0] != 0;
  }

  /**
   * The factor of the scores.
   *
   * @param keys keys of any shape
   * @return 1/√d, a scalar of the type of the keys
   */
  public static SDVariable scale(SDVariable keys) {
    SameDiff sd = keys.getSameDiff();
    return sd.math().rsqrt(sd.sizeAt(keys, -2).castTo(keys.dataType()));
  }

  /**
   * The products of keys and queries.
   *
   * @param keys [batch, features, keys]
   * @param queries [batch, features, queries]
   * @return [batch, keys, queries]
   */
  public static SDVariable products(SDVariable keys, SDVariable queries) {
    return keys.getSameDiff().mmul(keys, queries, true, false, false);
  }

  /**
   * The shares of the keys.
   *
   * @param queries [batch, features, queries], or with heads after the batch
   * @param keys [batch, features, keys]
   * @param scaled whether the scores are divided by √d
   * @param mask [batch, keys], 1 for keys that count and 0 for others
   * @return the softmax of the scores over the keys, [batch, keys, queries]
   */
  public static SDVariable weights(
      SDVariable queries, SDVariable keys, boolean scaled, Optional<SDVariable> mask) {
    SDVariable products = products(keys, queries);
    SDVariable scores = scaled ? products.mul(scale(keys)) : products;
    return scores.getSameDiff().nn().softmax(mask.map(m -> masked(scores, m)).orElse(scores), KEYS);
  }

  private static SDVariable masked(SDVariable scores, SDVariable mask) {
    SDVariable batch = LayerNormalization.channelShape(scores, 0);
    SDVariable keys = LayerNormalization.channelShape(scores, KEYS);
    return scores.add(mask.reshape(batch.mul(keys)).sub(1.0).mul(EXCLUDED));
  }

  /**
   * Appends the cotangents of the three inputs.
   *
   * @param inputs queries, keys and values
   * @param weights w
   * @param scaled whether the scores are divided by √d
   * @param cotangents that of y and, if w is an output too, that of w
   * @return those of queries, keys and values
   */
  public static SDVariable[] backward(
      SDVariable[] inputs, SDVariable weights, boolean scaled, List<SDVariable> cotangents) {
    SameDiff sd = weights.getSameDiff();
    SDVariable output = cotangents.get(0);
    SDVariable g = sd.mmul(inputs[2], output, true, false, false);
    if (cotangents.size() > 1) {
      g = g.add(cotangents.get(1));
    }
    SDVariable scores = weights.mul(g.sub(KeptDimensions.sum(weights.mul(g), KEYS)));
    if (scaled) {
      scores = scores.mul(scale(inputs[1]));
    }
    return new SDVariable[] {
      inputs[1].mmul(scores),
      sd.mmul(inputs[0], scores, false, true, false),
      sd.mmul(output, weights, false, true, false)
    };
  }
}

package org.hessianreg.benchmarks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * One Transformer encoder block with the normalisation first (Xiong et al., "On Layer Normalization
 * in the Transformer Architecture", ICML 2020), and a classifier on the mean over the tokens.
 * Sequences are [batch, tokens, width].
 */
final class EncoderBlock {

  private EncoderBlock() {}

  static SDVariable logits(
      Layers layers, SDVariable sequences, int tokens, int width, int heads, int classes) {
    // The dense layers see one row per token.
    SDVariable x = sequences.reshape(-1, width);
    x = x.add(attention(layers, layers.layerNorm(x, width), tokens, width, heads));
    SDVariable hidden = layers.dense(layers.layerNorm(x, width), width, 4 * width);
    x = x.add(layers.dense(layers.graph().nn().gelu(hidden), 4 * width, width));
    SDVariable mean = layers.layerNorm(x, width).reshape(-1, tokens, width).mean(1);
    return layers.dense(mean, width, classes);
  }

  private static SDVariable attention(
      Layers layers, SDVariable x, int tokens, int width, int heads) {
    SameDiff graph = layers.graph();
    int size = width / heads;
    SDVariable query = heads(layers.dense(x, width, width), tokens, heads, size);
    SDVariable key = heads(layers.dense(x, width, width), tokens, heads, size);
    SDVariable value = heads(layers.dense(x, width, width), tokens, heads, size);
    SDVariable scores = graph.mmul(query, key, false, true, false).mul(1.0 / Math.sqrt(size));
    SDVariable mixed = graph.mmul(graph.nn().softmax(scores, -1), value);
    return layers.dense(graph.permute(mixed, 0, 2, 1, 3).reshape(-1, width), width, width);
  }

  /** From rows per token to [batch, heads, tokens, size]. */
  private static SDVariable heads(SDVariable x, int tokens, int heads, int size) {
    return x.getSameDiff().permute(x.reshape(-1, tokens, heads, size), 0, 2, 1, 3);
  }
}

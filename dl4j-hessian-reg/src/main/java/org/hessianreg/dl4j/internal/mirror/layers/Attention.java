package org.hessianreg.dl4j.internal.mirror.layers;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.hessianreg.dl4j.mirror.VertexScope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Dot-product attention among columns of {@code [example, unit, column]}, written with products:
 * ND4J's op for it has no second derivatives.
 */
final class Attention {

  /** What ND4J takes off the logit of a key that a mask leaves out. */
  private static final double MASKED = 1e9;

  private Attention() {}

  static SDVariable self(LayerScope<SelfAttentionLayer> layer, SDVariable input) {
    boolean projected = layer.conf().isProjectInput();
    return of(layer, projected ? weights(layer) : null, input, input, input, layer.mask());
  }

  static SDVariable vertex(VertexScope<AttentionVertex> vertex, List<SDVariable> inputs) {
    SameDiffParts.requireNoMasks(vertex);
    List<String> names = vertex.conf().getVertexParams().getInputs();
    SDVariable[] weights =
        vertex.conf().isProjectInput()
            ? new SDVariable[] {
              vertex.parameter("Wq"),
              vertex.parameter("Wk"),
              vertex.parameter("Wv"),
              vertex.parameter("Wo")
            }
            : null;
    return of(
        vertex,
        weights,
        inputs.get(names.indexOf("queries")),
        inputs.get(names.indexOf("keys")),
        inputs.get(names.indexOf("values")),
        null);
  }

  private static SDVariable[] weights(LayerScope<?> layer) {
    return new SDVariable[] {
      layer.parameter("Wq"), layer.parameter("Wk"), layer.parameter("Wv"), layer.parameter("Wo")
    };
  }

  /** With weights of queries, keys, values and output, or without. */
  private static SDVariable of(
      MirrorScope<?> at,
      SDVariable[] weights,
      SDVariable queries,
      SDVariable keys,
      SDVariable values,
      SDVariable mask) {
    if (weights == null) {
      return attended(at, queries, keys, values, mask);
    }
    SDVariable heads =
        attended(
            at,
            projected(at, weights[0], queries),
            projected(at, weights[1], keys),
            projected(at, weights[2], values),
            mask);
    long[] shape = at.shape(heads);
    SDVariable rows = heads.permute(0, 3, 1, 2).reshape(shape[0] * shape[3], shape[1] * shape[2]);
    return rows.mmul(weights[3]).reshape(shape[0], shape[3], -1).permute(0, 2, 1);
  }

  /** {@code [example, head, unit, column]}; the weights are {@code [head, unit, input unit]}. */
  private static SDVariable projected(MirrorScope<?> at, SDVariable weights, SDVariable columns) {
    long[] w = at.shape(weights);
    long[] x = at.shape(columns);
    SDVariable rows = columns.permute(0, 2, 1).reshape(x[0] * x[2], x[1]);
    SDVariable product = rows.mmul(weights.reshape(w[0] * w[1], w[2]).permute(1, 0));
    return product.reshape(x[0], x[2], w[0], w[1]).permute(0, 2, 3, 1);
  }

  /** Values weighed by the softmax over keys of the scaled products of keys and queries. */
  private static SDVariable attended(
      MirrorScope<?> at, SDVariable queries, SDVariable keys, SDVariable values, SDVariable mask) {
    long[] shape = at.shape(keys);
    int rank = shape.length;
    SDVariable logits =
        swapped(rank, queries).mmul(keys).mul(1.0 / Math.sqrt((double) shape[rank - 2]));
    if (mask != null) {
      long[] keysLast = new long[rank];
      Arrays.fill(keysLast, 1L);
      keysLast[0] = shape[0];
      keysLast[rank - 1] = shape[rank - 1];
      logits = logits.add(mask.sub(1.0).mul(MASKED).reshape(keysLast));
    }
    SDVariable weights = at.graph().nn().softmax(logits, rank - 1);
    return values.mmul(swapped(rank, weights));
  }

  /** The last two dimensions in the other order. */
  private static SDVariable swapped(int rank, SDVariable x) {
    return rank == 3 ? x.permute(0, 2, 1) : x.permute(0, 1, 3, 2);
  }
}

package org.hessianreg.dl4j.internal.mirror.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.hessianreg.dl4j.mirror.VertexScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.factory.Nd4j;

/** Vertices that combine, split and reshape activations. */
public final class Vertices {

  /** Far below any distance that matters; its cube still is a float. */
  private static final double SMALLEST_SQUARE = 1e-24;

  private Vertices() {}

  static SDVariable merge(VertexScope<MergeVertex> vertex, List<SDVariable> inputs) {
    if (inputs.size() == 1) {
      return inputs.get(0);
    }
    int rank = vertex.shape(inputs.get(0)).length;
    int axis = vertex.conf().getMergeAxis();
    if (axis < 1 || axis >= rank || (rank == 2 && axis != 1)) {
      throw vertex.refusal(
          String.format("activations of rank %d are merged along dimension %d.", rank, axis),
          "merge along a dimension of the activations, 1 for those of fully connected layers.");
    }
    return vertex.graph().concat(axis, inputs.toArray(new SDVariable[0]));
  }

  static SDVariable elementWise(VertexScope<ElementWiseVertex> vertex, List<SDVariable> inputs) {
    SDVariable result = inputs.get(0);
    for (SDVariable input : inputs.subList(1, inputs.size())) {
      switch (vertex.conf().getOp()) {
        case Add:
        case Average:
          result = result.add(input);
          break;
        case Subtract:
          result = result.sub(input);
          break;
        case Product:
          result = result.mul(input);
          break;
        case Max:
          result = firstOfLargest(result, input);
          break;
        default:
          throw vertex.refusal(
              String.format("operation %s is not supported.", vertex.conf().getOp()),
              "use Add, Subtract, Product, Average or Max.");
      }
    }
    return vertex.conf().getOp() == ElementWiseVertex.Op.Average
        ? result.div((double) inputs.size())
        : result;
  }

  /** The larger; of equal ones the first, to which alone DL4J gives the gradient. */
  private static SDVariable firstOfLargest(SDVariable first, SDVariable second) {
    SDVariable chosen = first.gte(second).castTo(first.dataType());
    return first.mul(chosen).add(second.mul(chosen.rsub(1.0)));
  }

  static SDVariable subset(VertexScope<SubsetVertex> vertex, List<SDVariable> inputs) {
    int from = vertex.conf().getFrom();
    return slice(vertex, inputs.get(0), 1, from, vertex.conf().getTo() + 1L - from);
  }

  static SDVariable stack(VertexScope<StackVertex> vertex, List<SDVariable> inputs) {
    long longest = 0;
    boolean sequences = vertex.shape(inputs.get(0)).length == 3;
    for (SDVariable input : inputs) {
      longest = Math.max(longest, sequences ? vertex.shape(input)[2] : 0);
    }
    SDVariable[] padded = new SDVariable[inputs.size()];
    for (int i = 0; i < padded.length; i++) {
      padded[i] = sequences ? lengthened(vertex, inputs.get(i), longest) : inputs.get(i);
    }
    return vertex.graph().concat(0, padded);
  }

  /** Zeros after the last step. */
  private static SDVariable lengthened(MirrorScope<?> at, SDVariable sequence, long length) {
    long[] shape = at.shape(sequence);
    long missing = length - shape[2];
    if (missing == 0) {
      return sequence;
    }
    SDVariable zeros =
        at.graph().constant(Nd4j.zeros(sequence.dataType(), shape[0], shape[1], missing));
    return at.graph().concat(2, sequence, zeros);
  }

  static SDVariable unstack(VertexScope<UnstackVertex> vertex, List<SDVariable> inputs) {
    long step = vertex.shape(inputs.get(0))[0] / vertex.conf().getStackSize();
    return slice(vertex, inputs.get(0), 0, vertex.conf().getFrom() * step, step);
  }

  /**
   * A range of a dimension.
   *
   * @param at where the graph is
   * @param x an array of any rank
   * @param dimension the dimension
   * @param begin where the range begins
   * @param size its size
   * @return an array of the same rank
   */
  public static SDVariable slice(
      MirrorScope<?> at, SDVariable x, int dimension, long begin, long size) {
    long[] shape = at.shape(x);
    int[] begins = new int[shape.length];
    int[] sizes = new int[shape.length];
    for (int d = 0; d < shape.length; d++) {
      begins[d] = d == dimension ? Math.toIntExact(begin) : 0;
      sizes[d] = Math.toIntExact(d == dimension ? size : shape[d]);
    }
    return at.graph().slice(x, begins, sizes);
  }

  static SDVariable reshape(VertexScope<ReshapeVertex> vertex, List<SDVariable> inputs) {
    int[] shape = vertex.conf().getNewShape();
    long[] sizes = new long[shape.length];
    boolean columnsFirst = vertex.conf().getReshapeOrder() == 'f';
    for (int d = 0; d < shape.length; d++) {
      sizes[columnsFirst ? shape.length - 1 - d : d] = shape[d];
    }
    // Reshaping in order f is reshaping the transpose in order c.
    return columnsFirst
        ? transposed(vertex, transposed(vertex, inputs.get(0)).reshape(sizes))
        : inputs.get(0).reshape(sizes);
  }

  /** Dimensions in reverse. */
  private static SDVariable transposed(MirrorScope<?> at, SDVariable x) {
    int rank = at.shape(x).length;
    int[] dimensions = new int[rank];
    for (int d = 0; d < rank; d++) {
      dimensions[d] = rank - 1 - d;
    }
    return x.permute(dimensions);
  }

  static SDVariable preProcessed(VertexScope<PreprocessorVertex> vertex, List<SDVariable> inputs) {
    return vertex.processed(vertex.conf().getPreProcessor(), inputs.get(0));
  }

  /** Euclidean distances, a column. */
  static SDVariable distance(VertexScope<L2Vertex> vertex, List<SDVariable> inputs) {
    SDVariable difference = inputs.get(0).sub(inputs.get(1));
    SDVariable squares = vertex.graph().math().square(difference);
    SDVariable sum = rows(vertex, squares).sum(true, 1);
    return vertex.graph().math().sqrt(atLeast(sum, SMALLEST_SQUARE));
  }

  /** Each example divided by its norm. */
  static SDVariable normalized(VertexScope<L2NormalizeVertex> vertex, List<SDVariable> inputs) {
    SDVariable x = inputs.get(0);
    long[] shape = vertex.shape(x);
    int[] dimensions = vertex.conf().getDimension();
    if (dimensions != null && dimensions.length > 0 && dimensions.length != shape.length - 1) {
      throw vertex.refusal(
          "the norm is not taken over whole examples.", "leave the vertex's dimensions out.");
    }
    SDVariable rows = rows(vertex, x);
    SDVariable squares = vertex.graph().math().square(rows).sum(true, 1);
    double eps = vertex.conf().getEps();
    SDVariable norms = vertex.graph().math().sqrt(atLeast(squares, eps * eps));
    return rows.mul(vertex.graph().math().reciprocal(norms)).reshape(shape);
  }

  private static SDVariable atLeast(SDVariable x, double least) {
    return new ScalarMax(x.getSameDiff(), x, least).outputVariable();
  }

  private static SDVariable rows(MirrorScope<?> at, SDVariable x) {
    return x.reshape(at.shape(x)[0], -1);
  }

  /** Images without their first row and column. */
  static SDVariable withoutFirst(VertexScope<PoolHelperVertex> vertex, List<SDVariable> inputs) {
    SDVariable x = inputs.get(0);
    long[] shape = vertex.shape(x);
    return slice(vertex, slice(vertex, x, 2, 1, shape[2] - 1), 3, 1, shape[3] - 1);
  }
}

package org.hessianreg.samediff.internal.compositions;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One dimension of a variable whose rank and sizes may be unknown until it is computed. The
 * dimensions before it are taken for one, and so are those behind it.
 */
final class Axis {

  private final SameDiff graph;
  private final DataType type;
  private final SDVariable shape;
  private final SDVariable isAxis;
  private final SDVariable size;
  private final SDVariable before;

  /**
   * Looks at a dimension.
   *
   * @param x the variable
   * @param axis the dimension, negative if it is counted from the last
   */
  Axis(SDVariable x, int axis) {
    this.graph = x.getSameDiff();
    this.type = x.dataType();
    this.shape = graph.shape(x);
    SDVariable rank = graph.size(shape);
    SDVariable axes = numbers(rank);
    SDVariable place = axis < 0 ? rank.add((double) axis) : graph.constant((long) axis);
    this.isAxis = axes.eq(place).castTo(DataType.INT64);
    this.size = shape.mul(isAxis).sum();
    // A size of one where it is not before.
    SDVariable isBefore = axes.lt(place).castTo(DataType.INT64);
    this.before = shape.sub(1.0).mul(isBefore).add(1.0).prod();
  }

  private SDVariable numbers(SDVariable count) {
    return graph.range(graph.constant(0L), count, graph.constant(1L), DataType.INT64);
  }

  /**
   * A matrix with a one where a condition holds for row and column, as many as the dimension has
   * places.
   */
  SDVariable matrix(Condition condition) {
    SDVariable all = numbers(size);
    return condition.of(all.reshape(-1, 1), all.reshape(1, -1)).castTo(type);
  }

  /**
   * Multiplies something of the same shape along the dimension: {@code y_i = Σ_j z_j·M_ji}, for a
   * square matrix.
   */
  SDVariable times(SDVariable z, SDVariable matrix) {
    SDVariable behind = graph.constant(-1L).reshape(1);
    SDVariable parts = graph.concat(0, before.reshape(1), size.reshape(1), behind);
    SDVariable last = z.reshape(parts).permute(0, 2, 1);
    SDVariable rows = last.reshape(graph.concat(0, behind, size.reshape(1)));
    return rows.mmul(matrix).reshape(graph.shape(last)).permute(0, 2, 1).reshape(shape);
  }

  /** What a matrix holds, of whole numbers for its rows and columns. */
  interface Condition {
    SDVariable of(SDVariable row, SDVariable column);
  }
}

package org.hessianreg.samediff.internal.calculus;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * How multi-head attention projects sequences, {@code p[b,h,s,t] = Σ_n w[h,s,n]·x[b,n,t]}, as one
 * product of matrices between rearrangements. Sizes are computed, for the graph may not know them.
 */
public final class HeadProjection {

  private final SameDiff graph;
  private final SDVariable batch;
  private final SDVariable steps;
  private final SDVariable features;
  private final SDVariable heads;
  private final SDVariable size;
  private final SDVariable rest;

  /**
   * Appends the sizes.
   *
   * @param x sequences, [batch, features, steps]
   * @param weights [heads, size of a head, features]
   */
  public HeadProjection(SDVariable x, SDVariable weights) {
    this.graph = x.getSameDiff();
    this.batch = graph.sizeAt(x, 0);
    this.steps = graph.sizeAt(x, 2);
    this.features = graph.sizeAt(x, 1);
    this.heads = graph.sizeAt(weights, 0);
    this.size = graph.sizeAt(weights, 1);
    this.rest = graph.constant(-1L);
  }

  /**
   * One row for each step of each example.
   *
   * @param x sequences, or a coefficient of theirs
   * @return [batch·steps, features]
   */
  public SDVariable rows(SDVariable x) {
    return x.permute(0, 2, 1).reshape(graph.stack(0, rest, features));
  }

  /**
   * The opposite of {@link #rows}.
   *
   * @param rows [batch·steps, features]
   * @return [batch, features, steps]
   */
  public SDVariable sequences(SDVariable rows) {
    return rows.reshape(graph.stack(0, batch, steps, features)).permute(0, 2, 1);
  }

  /**
   * One row for each feature of each head.
   *
   * @param weights weights, or a coefficient of theirs
   * @return [heads·size, features]
   */
  public SDVariable matrix(SDVariable weights) {
    return weights.reshape(graph.stack(0, rest, features));
  }

  /**
   * The opposite of {@link #matrix}.
   *
   * @param matrix [heads·size, features]
   * @return [heads, size, features]
   */
  public SDVariable weights(SDVariable matrix) {
    return matrix.reshape(graph.stack(0, heads, size, features));
  }

  /**
   * The product of rows and the transposed matrix.
   *
   * @param rows [batch·steps, features]
   * @param matrix [heads·size, features]
   * @return [batch·steps, heads·size]
   */
  public SDVariable product(SDVariable rows, SDVariable matrix) {
    return graph.mmul(rows, matrix, false, true, false);
  }

  /**
   * Separates the heads of a product.
   *
   * @param product [batch·steps, heads·size]
   * @return [batch, heads, size, steps]
   */
  public SDVariable split(SDVariable product) {
    return product.reshape(graph.stack(0, batch, steps, heads, size)).permute(0, 2, 3, 1);
  }

  /**
   * The opposite of {@link #split}.
   *
   * @param separate [batch, heads, size, steps]
   * @return [batch·steps, heads·size]
   */
  public SDVariable join(SDVariable separate) {
    SDVariable columns = heads.mul(size);
    return separate.permute(0, 3, 1, 2).reshape(graph.stack(0, rest, columns));
  }
}

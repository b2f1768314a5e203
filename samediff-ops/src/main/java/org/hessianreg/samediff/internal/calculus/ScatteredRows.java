package org.hessianreg.samediff.internal.calculus;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterAdd;
import org.nd4j.linalg.api.ops.impl.scatter.ScatterMul;

/**
 * Rows that are combined with other rows at indices, some of which may repeat. Indices have any
 * shape; what belongs to them has that shape followed by the shape of a row.
 */
public final class ScatteredRows {

  private ScatteredRows() {}

  /**
   * Adds terms to rows.
   *
   * @param rows an array
   * @param indices which of its rows the terms belong to
   * @param terms one row for each index
   * @return the sums, of the shape of {@code rows}
   */
  public static SDVariable add(SDVariable rows, SDVariable indices, SDVariable terms) {
    return locked(new ScatterAdd(rows.getSameDiff(), rows, indices, terms));
  }

  /**
   * Multiplies rows by factors.
   *
   * @param rows an array
   * @param indices which of its rows the factors belong to
   * @param factors one row for each index
   * @return the products, of the shape of {@code rows}
   */
  public static SDVariable multiply(SDVariable rows, SDVariable indices, SDVariable factors) {
    return locked(new ScatterMul(rows.getSameDiff(), rows, indices, factors));
  }

  /** Without locks, threads that change the same element lose terms now and then. */
  private static SDVariable locked(DynamicCustomOp scatter) {
    scatter.addBArgument(true);
    return scatter.outputVariable();
  }

  /**
   * Marks which elements are an extremum of rows and updates. Elements that tie share equally.
   *
   * @param rows an array
   * @param indices which of its rows the updates belong to
   * @param updates one row for each index
   * @param extremum for each element of {@code rows} its own or an update's, whichever was chosen
   * @return two arrays of the shapes of {@code rows} and {@code updates}: 1/k for each of the k
   *     elements that equal the extremum, and 0 for the others
   */
  public static SDVariable[] shares(
      SDVariable rows, SDVariable indices, SDVariable updates, SDVariable extremum) {
    SameDiff sd = rows.getSameDiff();
    SDVariable own = rows.eq(extremum).castTo(rows.dataType());
    SDVariable theirs = updates.eq(sd.gather(extremum, indices, 0)).castTo(rows.dataType());
    SDVariable share = sd.math().reciprocal(add(own, indices, theirs));
    return new SDVariable[] {own.mul(share), theirs.mul(sd.gather(share, indices, 0))};
  }
}

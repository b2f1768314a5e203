package org.hessianreg.samediff.internal.recurrence;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** Products of the inputs of all steps with one matrix. */
final class Projection {

  private Projection() {}

  /**
   * One product of all rows.
   *
   * @param x {@code [step, example, feature]}
   * @param weights {@code [feature, column]}
   * @return {@code [step, example, column]}
   */
  static SDVariable of(SDVariable x, SDVariable weights) {
    SameDiff graph = x.getSameDiff();
    SDVariable sizes = weights.shape();
    SDVariable features = graph.slice(sizes, new int[] {0}, 1);
    SDVariable columns = graph.slice(sizes, new int[] {1}, 1);
    SDVariable all = graph.constant(Nd4j.createFromArray(-1L));
    SDVariable rows = graph.reshape(x, graph.concat(0, all, features));
    SDVariable examples = graph.slice(x.shape(), new int[] {1}, 1);
    return graph.reshape(rows.mmul(weights), graph.concat(0, all, examples, columns));
  }
}

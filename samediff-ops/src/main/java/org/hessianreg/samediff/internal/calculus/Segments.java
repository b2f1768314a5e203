package org.hessianreg.samediff.internal.calculus;

import java.util.Optional;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The segments of one of the segment ops: the rows of its input that share a number. Immutable. */
public final class Segments {

  private final DifferentialFunction op;

  private Segments(DifferentialFunction op) {
    this.op = op;
  }

  /**
   * Reads the segments of an op.
   *
   * @param op an op whose inputs are rows, their numbers, and, if the numbers are in no order, how
   *     many segments there are, unless that is an attribute
   * @return its segments
   */
  public static Segments of(DifferentialFunction op) {
    return new Segments(op);
  }

  /**
   * Sums up the rows of each segment.
   *
   * @param rows an array of the shape of the op's input
   * @return an array of the shape of the op's output; 0 for a segment without rows
   */
  public SDVariable sum(SDVariable rows) {
    SameDiff sd = op.getSameDiff();
    if (!op.opName().startsWith("unsorted")) {
      return sd.segmentSum(rows, numbers());
    }
    if (op.args().length < 3) {
      return sd.unsortedSegmentSum(rows, numbers(), Attributes.integers(op)[0]);
    }
    Optional<int[]> count = Attributes.constant(op.arg(2));
    return count.isPresent()
        ? sd.unsortedSegmentSum(rows, numbers(), count.get()[0])
        : sd.unsortedSegmentSum(rows, numbers(), op.arg(2));
  }

  /**
   * Gives each row what belongs to its segment.
   *
   * @param segments an array of the shape of the op's output
   * @return an array of the shape of the op's input
   */
  public SDVariable spread(SDVariable segments) {
    return op.getSameDiff().gather(segments, numbers(), 0);
  }

  /**
   * Marks which elements are the extremum of their segment. Elements that tie share equally.
   *
   * @return 1/k for each of the k elements that equal the op's output for their segment, and 0 for
   *     the others; of the shape of the op's input
   */
  public SDVariable shares() {
    SDVariable x = op.arg(0);
    SDVariable hit = x.eq(spread(op.outputVariables()[0])).castTo(x.dataType());
    return hit.mul(op.getSameDiff().math().reciprocal(spread(sum(hit))));
  }

  private SDVariable numbers() {
    return op.arg(1);
  }
}

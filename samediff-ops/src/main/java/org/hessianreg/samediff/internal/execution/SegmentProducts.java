package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sums of products {@code aᵀ·b} over the steps of a recurrence. The rows of a segment of steps are
 * multiplied at once, as soon as the last of these steps has run: many rows at once make a fast
 * product, and the rows of all steps need not be kept.
 */
final class SegmentProducts {

  /** A product of more rows is no faster. */
  private static final long ROWS = 1024;

  private final int steps;
  private final boolean backwards;
  private final int length;
  private final Set<SegmentRows> factors = new LinkedHashSet<>();
  private final List<Product> products = new ArrayList<>();

  /**
   * Has no products yet.
   *
   * @param steps how many steps there are
   * @param backwards whether they run from the last to the first
   * @param rows how many rows a factor has in a step, as a rule
   */
  SegmentProducts(int steps, boolean backwards, long rows) {
    this.backwards = backwards;
    this.steps = steps;
    this.length = Math.toIntExact(Math.min(steps, Math.max(1, ROWS / Math.max(1, rows))));
  }

  /** How many steps a segment has; the last one in the order of time may have fewer. */
  int length() {
    return length;
  }

  int segments() {
    return (steps + length - 1) / length;
  }

  private static final class Product {

    private final SegmentRows left;
    private final SegmentRows right;
    private final INDArray sum;
    private final OpStep step = OpStep.free(NativeOp.of("matmul", 1, 0, 0).withReals(1.0, 1.0), 2);

    Product(SegmentRows left, SegmentRows right, INDArray sum) {
      this.left = left;
      this.right = right;
      this.sum = sum;
    }
  }

  /** Adds a sum; its first term is added to what the array contains. */
  void add(SegmentRows left, SegmentRows right, INDArray sum) {
    factors.add(left);
    factors.add(right);
    products.add(new Product(left, right, sum));
  }

  /** Whether a step is the last one of its segment to run. */
  boolean areDue(int step) {
    int last = Math.min(firstOf(step) + length, steps) - 1;
    return !products.isEmpty() && step == (backwards ? firstOf(step) : last);
  }

  private int firstOf(int step) {
    return step / length * length;
  }

  /** Multiplies the rows of a step's segment. */
  void run(int step) {
    int first = firstOf(step);
    int count = Math.min(length, steps - first);
    factors.forEach(factor -> factor.turnTo(step / length, first, count));
    for (Product product : products) {
      product.step.run(new INDArray[] {product.left.matrix(), product.right.matrix(), product.sum});
    }
  }

  /** How many ops are executed while the steps run. */
  int operations() {
    long copied = factors.stream().filter(SegmentRows::areCopied).count();
    return segments() * (products.size() + Math.toIntExact(copied));
  }
}

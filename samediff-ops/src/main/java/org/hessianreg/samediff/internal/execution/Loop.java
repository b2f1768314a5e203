package org.hessianreg.samediff.internal.execution;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A recurrence bound to arrays. Its step is bound once, to the arrays of the step that runs first,
 * and finds those of the others where {@link Slices} say.
 */
final class Loop implements Step {

  private final StepSequence body;
  private final INDArray[] arrays;
  private final List<Slices> slices;
  private final Map<Slices, Integer> sequences;
  private final Map<Integer, Integer> shared;
  private final List<INDArray> sums;
  private final SegmentProducts products;
  private final int steps;
  private final boolean backwards;

  /**
   * Creates a loop.
   *
   * @param body what a step does
   * @param arrays the values of a step
   * @param slices where the values of a step lie that differ from step to step
   * @param sequences the values of the program that some of them are slices of, if those move
   * @param shared for values of a step that are the same in all steps, those of the program
   * @param sums what steps and products add to
   * @param products what is computed after some steps at once
   * @param backwards whether the steps run from the last to the first
   */
  Loop(
      StepSequence body,
      INDArray[] arrays,
      List<Slices> slices,
      Map<Slices, Integer> sequences,
      Map<Integer, Integer> shared,
      List<INDArray> sums,
      SegmentProducts products,
      int steps,
      boolean backwards) {
    this.body = body;
    this.arrays = arrays;
    this.slices = List.copyOf(slices);
    this.sequences = Map.copyOf(sequences);
    this.shared = Map.copyOf(shared);
    this.sums = List.copyOf(sums);
    this.products = products;
    this.steps = steps;
    this.backwards = backwards;
  }

  @Override
  public void run(INDArray[] values) {
    shared.forEach((inner, outer) -> arrays[inner] = values[outer]);
    sequences.forEach((slice, outer) -> slice.moveTo(values[outer]));
    sums.forEach(sum -> sum.assign(0.0));
    runFrom(0);
  }

  /** Runs all but the first step, which has been run. */
  void runAfterFirst() {
    if (products.areDue(step(0))) {
      products.run(step(0));
    }
    runFrom(1);
  }

  private void runFrom(int first) {
    try (MasterThreads threads = MasterThreads.borrow();
        ProductThreads productThreads = ProductThreads.borrow()) {
      for (int i = first; i < steps; i++) {
        for (Slices slice : slices) {
          arrays[slice.number()] = slice.at(step(i));
        }
        body.run(arrays, threads, productThreads);
        if (products.areDue(step(i))) {
          threads.use(false);
          productThreads.use(false);
          products.run(step(i));
        }
      }
    }
  }

  private int step(int inOrder) {
    return backwards ? steps - 1 - inOrder : inOrder;
  }

  @Override
  public int operations() {
    return steps * body.operations() + sums.size() + products.operations();
  }

  /** The steps divide themselves among threads. */
  @Override
  public long elements() {
    return Long.MAX_VALUE;
  }

  @Override
  public String toString() {
    return "recurrence";
  }
}

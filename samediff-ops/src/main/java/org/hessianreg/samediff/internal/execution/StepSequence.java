package org.hessianreg.samediff.internal.execution;

import java.util.BitSet;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Steps to be run one after another, each with as many threads as it is worth. Immutable. */
final class StepSequence {

  /**
   * ND4J divides an elementwise op among threads from 1,024 elements on; to wake a thread takes
   * several times as long as to compute them. Ops of fewer elements than this run on one thread,
   * which also holds, while the steps run, for ops that other Java threads execute.
   */
  private static final long WORTH_TWO_THREADS = 1 << 17;

  private final List<Step> steps;
  private final BitSet small = new BitSet();
  private final BitSet smallProducts = new BitSet();

  StepSequence(List<Step> steps) {
    this.steps = List.copyOf(steps);
    for (int i = 0; i < steps.size(); i++) {
      small.set(i, steps.get(i).elements() < WORTH_TWO_THREADS);
      smallProducts.set(i, steps.get(i).isSmallProduct());
    }
  }

  /** Runs the steps once. */
  void run(INDArray[] values) {
    try (MasterThreads threads = MasterThreads.borrow();
        ProductThreads productThreads = ProductThreads.borrow()) {
      run(values, threads, productThreads);
    }
  }

  /** Runs the steps once on threads that are borrowed already. */
  void run(INDArray[] values, MasterThreads threads, ProductThreads productThreads) {
    for (int i = 0; i < steps.size(); i++) {
      threads.use(small.get(i));
      productThreads.use(smallProducts.get(i));
      steps.get(i).run(values);
    }
  }

  /** How many ops a run executes; views are none. */
  int operations() {
    return steps.stream().mapToInt(Step::operations).sum();
  }
}

package org.hessianreg.samediff.internal.execution;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a program. It is bound to arrays at its first run, and again for inputs of other shapes; the
 * last few bindings are kept, since the last batch of an epoch is often smaller. Not thread-safe.
 */
public final class ProgramRunner {

  private static final int MOST_BINDINGS = 4;

  private final Program program;
  private final ArrayPool pool;
  private final Runnable beforeBinding;
  private final Runnable afterBinding;
  private int operations;
  private final Deque<BoundProgram> bindings = new ArrayDeque<>();

  /**
   * Creates a runner.
   *
   * @param program the program
   * @param pool where intermediate values live
   * @param beforeBinding puts the program's ops into their graph: some ops look their inputs up
   *     there to tell the shapes of their outputs
   * @param afterBinding takes them out again
   */
  public ProgramRunner(
      Program program, ArrayPool pool, Runnable beforeBinding, Runnable afterBinding) {
    this.program = program;
    this.pool = pool;
    this.beforeBinding = beforeBinding;
    this.afterBinding = afterBinding;
  }

  /**
   * Runs the program.
   *
   * @param inputs the arrays of {@link Program#inputs}, in order
   * @return the results in order; they are overwritten by the next run of any program that shares
   *     the pool
   */
  public List<INDArray> run(List<INDArray> inputs) {
    BoundProgram bound = bindingFor(inputs);
    if (bound != null) {
      bindings.remove(bound);
      try {
        List<INDArray> results = bound.run(inputs);
        bindings.addFirst(bound);
        operations = bound.operations();
        return results;
      } catch (OutdatedBindingException e) {
        // Bound anew below.
      }
    }
    beforeBinding.run();
    try {
      bound = Binder.bind(program, inputs, pool);
    } finally {
      afterBinding.run();
    }
    bindings.addFirst(bound);
    if (bindings.size() > MOST_BINDINGS) {
      bindings.removeLast();
    }
    operations = bound.operations();
    return bound.results();
  }

  private BoundProgram bindingFor(List<INDArray> inputs) {
    for (BoundProgram bound : bindings) {
      if (bound.fits(inputs)) {
        return bound;
      }
    }
    return null;
  }

  /**
   * How many ops the program has.
   *
   * @return the number
   */
  public int size() {
    return program.size();
  }

  /**
   * How many ops the last run executed; views do not count.
   *
   * @return the number
   */
  public int operations() {
    return operations;
  }
}

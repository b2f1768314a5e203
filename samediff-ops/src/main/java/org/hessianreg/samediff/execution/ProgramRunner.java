package org.hessianreg.samediff.execution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<List<Object>, BoundProgram> bindings =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Object>, BoundProgram> eldest) {
          return size() > MOST_BINDINGS;
        }
      };

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
    List<Object> layouts = layouts(inputs);
    BoundProgram bound = bindings.get(layouts);
    if (bound != null) {
      try {
        List<INDArray> results = bound.run(inputs);
        operations = bound.operations();
        return results;
      } catch (OutdatedBindingException e) {
        bindings.remove(layouts);
      }
    }
    beforeBinding.run();
    try {
      bound = Binder.bind(program, inputs, pool);
    } finally {
      afterBinding.run();
    }
    bindings.put(layouts, bound);
    operations = bound.operations();
    return bound.results();
  }

  /**
   * How many ops the last run executed; views are none.
   *
   * @return the number
   */
  public int operations() {
    return operations;
  }

  private static List<Object> layouts(List<INDArray> inputs) {
    List<Object> layouts = new ArrayList<>(inputs.size());
    for (INDArray input : inputs) {
      layouts.add(input.shapeDescriptor());
    }
    return layouts;
  }
}

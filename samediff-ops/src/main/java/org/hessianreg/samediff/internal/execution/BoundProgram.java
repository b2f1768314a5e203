package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program with an array for every value, and its ops as steps in order. */
final class BoundProgram {

  /**
   * ND4J divides an elementwise op among threads from 1,024 elements on; to wake a thread takes
   * several times as long as to compute them. Ops of fewer elements than this run on one thread,
   * which also holds, while the program runs, for ops that other Java threads execute.
   */
  private static final long WORTH_TWO_THREADS = 1 << 17;

  private final List<Step> steps;
  private final BitSet small = new BitSet();
  private final BitSet smallProducts = new BitSet();
  private final INDArray[] values;
  private final int[] results;
  private final int operations;
  private final List<long[]> layouts = new ArrayList<>();

  /**
   * Creates a bound program.
   *
   * @param inputs how many of the values are inputs; they come first
   */
  BoundProgram(List<Step> steps, INDArray[] values, int inputs, int[] results) {
    this.steps = List.copyOf(steps);
    this.values = values;
    this.results = results;
    this.operations = (int) steps.stream().filter(OpStep.class::isInstance).count();
    for (int i = 0; i < this.steps.size(); i++) {
      small.set(i, this.steps.get(i).elements() < WORTH_TWO_THREADS);
      smallProducts.set(i, this.steps.get(i).isSmallProduct());
    }
    for (int i = 0; i < inputs; i++) {
      layouts.add(values[i].shapeInfoJava());
    }
  }

  /**
   * Whether arrays have the shapes, strides and types of the inputs that the program is bound to.
   */
  boolean fits(List<INDArray> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      if (!Arrays.equals(inputs.get(i).shapeInfoJava(), layouts.get(i))) {
        return false;
      }
    }
    return true;
  }

  List<INDArray> run(List<INDArray> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      values[i] = inputs.get(i);
    }
    try (MasterThreads threads = MasterThreads.borrow();
        ProductThreads productThreads = ProductThreads.borrow()) {
      for (int i = 0; i < steps.size(); i++) {
        threads.use(small.get(i));
        productThreads.use(smallProducts.get(i));
        steps.get(i).run(values);
      }
    }
    return results();
  }

  int operations() {
    return operations;
  }

  List<INDArray> results() {
    List<INDArray> arrays = new ArrayList<>();
    for (int result : results) {
      arrays.add(values[result]);
    }
    return arrays;
  }
}

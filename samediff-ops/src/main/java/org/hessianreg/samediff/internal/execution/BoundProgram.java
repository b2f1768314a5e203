package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program with an array for every value, and its ops as steps in order. */
final class BoundProgram {

  private final StepSequence steps;
  private final INDArray[] values;
  private final int[] results;
  private final List<long[]> layouts = new ArrayList<>();

  /**
   * Creates a bound program.
   *
   * @param inputs how many of the values are inputs; they come first
   */
  BoundProgram(StepSequence steps, INDArray[] values, int inputs, int[] results) {
    this.steps = steps;
    this.values = values;
    this.results = results;
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
    steps.run(values);
    return results();
  }

  int operations() {
    return steps.operations();
  }

  List<INDArray> results() {
    List<INDArray> arrays = new ArrayList<>();
    for (int result : results) {
      arrays.add(values[result]);
    }
    return arrays;
  }
}

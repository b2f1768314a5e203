package org.hessianreg.samediff.execution;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A program with an array for every value, and its ops as steps in order. */
final class BoundProgram {

  private final List<Step> steps;
  private final INDArray[] values;
  private final int[] results;

  BoundProgram(List<Step> steps, INDArray[] values, int[] results) {
    this.steps = List.copyOf(steps);
    this.values = values;
    this.results = results;
  }

  List<INDArray> run(List<INDArray> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      values[i] = inputs.get(i);
    }
    for (Step step : steps) {
      step.run(values);
    }
    return results();
  }

  int operations() {
    return (int) steps.stream().filter(OpStep.class::isInstance).count();
  }

  List<INDArray> results() {
    List<INDArray> arrays = new ArrayList<>();
    for (int result : results) {
      arrays.add(values[result]);
    }
    return arrays;
  }
}

package org.hessianreg.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

/** The first step of one way of training, and those after it. Immutable. */
final class StepFigures {

  private final double firstMillis;
  private final double millis;
  private final int ops;

  /**
   * @param firstMillis of the first step and of all that is built for it
   * @param slices of steps later on
   * @param ops that a step executes
   */
  StepFigures(double firstMillis, List<Slice> slices, int ops) {
    this.firstMillis = firstMillis;
    this.millis = Spread.of(slices.stream().map(Slice::mean).collect(Collectors.toList())).median();
    this.ops = ops;
  }

  double firstMillis() {
    return firstMillis;
  }

  /** The median over the slices of their mean step. */
  double millis() {
    return millis;
  }

  int ops() {
    return ops;
  }
}

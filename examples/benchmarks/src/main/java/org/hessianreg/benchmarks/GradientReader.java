package org.hessianreg.benchmarks;

/** Takes note of the gradient of a step. */
@FunctionalInterface
interface GradientReader {

  /**
   * Is called once in each step.
   *
   * @param gradient of all parameters in a row; overwritten at the next step
   */
  void read(float[] gradient);
}

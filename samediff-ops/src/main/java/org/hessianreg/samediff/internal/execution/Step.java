package org.hessianreg.samediff.internal.execution;

import org.nd4j.linalg.api.ndarray.INDArray;

/** One thing that a bound program does. */
interface Step {

  /**
   * Computes some values from others.
   *
   * @param values the values by their numbers
   * @throws OutdatedBindingException if arrays that determine shapes have other contents than when
   *     the program was bound
   */
  void run(INDArray[] values);

  /** How many elements the step computes; what it costs, roughly. */
  default long elements() {
    return 0;
  }

  /** How many ops the step executes; a view is none. */
  default int operations() {
    return 0;
  }

  /** Whether the step is a matrix product of little work. */
  default boolean isSmallProduct() {
    return false;
  }
}

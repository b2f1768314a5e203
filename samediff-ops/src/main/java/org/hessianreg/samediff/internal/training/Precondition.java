package org.hessianreg.samediff.internal.training;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What must hold of the arrays of a minibatch. */
public interface Precondition {

  /**
   * Where it does not hold.
   *
   * @return an array that is zero where it does, on the backend's device
   */
  INDArray violations();

  /**
   * Looks at the arrays, from the host.
   *
   * @throws org.hessianreg.samediff.HessianTraceException if it does not hold
   */
  void require();
}

package org.hessianreg.samediff.internal.training;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of one step: minibatch, parameters, and what else a program does not compute. */
public interface StepArrays {

  /**
   * Reads some of them.
   *
   * @param variables names of variables of the forward graph
   * @return their arrays, in the same order
   */
  List<INDArray> read(List<String> variables);

  /**
   * What must hold of the arrays that {@link #read} returned last.
   *
   * @return the conditions
   */
  default List<Precondition> preconditions() {
    return List.of();
  }
}

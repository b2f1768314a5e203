package org.hessianreg.dl4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient that a penalised step trains on, as the results of a program. */
interface StepGradient {

  /** Names of the parameters that have one, in order. */
  List<String> parameters();

  /** Names of the variables from which it is made. */
  List<String> variables();

  /**
   * Writes the gradients.
   *
   * @param values the values of {@link #variables}, which stay as they are
   * @param gradients where the gradient of each parameter goes
   * @return the scalar that the penalty's gradient was multiplied with; null if with none
   */
  INDArray write(List<INDArray> values, List<INDArray> gradients);
}

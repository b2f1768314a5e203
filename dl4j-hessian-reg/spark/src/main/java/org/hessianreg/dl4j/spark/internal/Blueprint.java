package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;

/** Makes the copies of a model that workers train. Immutable. */
public interface Blueprint extends Serializable {

  /**
   * Makes the copy of a worker.
   *
   * @param worker the worker's number, at least 0
   * @return a model that is to take the driver's state
   */
  Trainee create(int worker);
}

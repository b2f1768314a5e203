package org.hessianreg.dl4j.spark;

/** What happens to the state of the workers' updaters, such as Adam's moments, after a round. */
public enum UpdaterState {

  /** It is averaged like the parameters, and all workers continue from the average. */
  AVERAGED,

  /**
   * Each worker keeps its own. So that a lost worker can be replaced, the states travel to the
   * driver and back nevertheless, one for each worker; the model on the driver gets their average.
   */
  KEPT
}

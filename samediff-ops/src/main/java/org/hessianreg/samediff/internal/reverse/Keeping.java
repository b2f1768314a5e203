package org.hessianreg.samediff.internal.reverse;

/** What the steps of a recurrence keep for the backward pass. */
public enum Keeping {
  /** All that the backward pass reads and cannot compute from the rest at little cost. */
  VALUES,

  /**
   * The states before each step alone; the backward pass computes the rest once more (T. Chen et
   * al., "Training Deep Nets with Sublinear Memory Cost", 2016, with a checkpoint at each step).
   */
  STATES
}

package org.hessianreg.samediff.internal.execution;

/** How long what a step of a recurrence leaves is read, the shortest time first. */
enum Lifetime {
  /** In the next step. */
  NEXT_STEP,

  /** Until the products of a segment of steps have been computed. */
  SEGMENT,

  /** After the last step. */
  ALL_STEPS
}

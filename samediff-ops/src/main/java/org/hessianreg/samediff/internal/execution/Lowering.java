package org.hessianreg.samediff.internal.execution;

/** How to compute an op with less work than by the op itself, given the shapes. */
interface Lowering {

  /**
   * Binds a node, if these shapes allow it.
   *
   * @return whether the node is bound; otherwise nothing has happened
   */
  boolean apply(Node node, Binder binder);
}

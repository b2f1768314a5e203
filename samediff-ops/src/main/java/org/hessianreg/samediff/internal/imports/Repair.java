package org.hessianreg.samediff.internal.imports;

/** Writes an op of an imported graph in the new graph, if a copy of it would not train. */
interface Repair {

  /**
   * Writes the op.
   *
   * @param op the op; its inputs are in the new graph already
   * @return its results in the new graph, or why there are none
   */
  Repaired of(ImportedOp op);
}

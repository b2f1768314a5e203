package org.hessianreg.samediff.internal.compositions;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** How an op is written with other ops. */
@FunctionalInterface
interface Composition {

  /**
   * Appends the other ops to the copy of a graph.
   *
   * @param op the op of the graph, and its inputs in the copy
   * @return what equals the op's outputs, in order
   * @throws org.hessianreg.samediff.HessianTraceException if the op cannot be written so
   */
  List<SDVariable> write(OriginalOp op);
}

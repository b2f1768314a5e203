package org.hessianreg.samediff.internal.graph;

import java.util.List;

/**
 * An op that runs a part of its graph, a step, again and again. No edge of the graph leads from the
 * variables of the step to the op.
 */
public interface Recurrent {

  /**
   * What the op needs of the graph besides its inputs.
   *
   * @return names of what each step computes or reads
   */
  List<String> variablesOfStep();
}

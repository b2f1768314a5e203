package org.hessianreg.samediff.internal.probes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.HutchinsonConfig;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Probes drawn by random ops inside a graph, anew at each execution. */
public final class GraphProbes {

  private GraphProbes() {}

  /**
   * Appends the probes of an estimator.
   *
   * @param graph the graph
   * @param estimator how many probes, of which distribution, with which dropout
   * @param parameters names of the parameters that get one
   * @return for each direction, the probe of each parameter that moves
   */
  public static List<Map<String, SDVariable>> draw(
      SameDiff graph, HutchinsonConfig estimator, List<String> parameters) {
    Elements elements = Elements.of(estimator.distribution());
    DropoutScheme scheme = DropoutScheme.of(estimator.dropout());
    List<Map<String, SDVariable>> directions = new ArrayList<>();
    for (int k = 0; k < estimator.probes(); k++) {
      directions.addAll(scheme.draw(graph, elements, parameters));
    }
    return directions;
  }
}

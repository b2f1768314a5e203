package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;

/** What a training session of SameDiff 1.0.0-M2.1 can be made to compute of the losses. */
final class SessionLosses {

  private SessionLosses() {}

  /**
   * Finds where the losses are computed. A session cannot read a loss off an identity, whose value
   * it keeps under the name of the identity's input; that input has the same value.
   *
   * @param graph a graph that holds the losses' ops
   * @param losses names of the losses
   * @return names of variables that ops compute, as many as there are losses or fewer
   */
  static List<String> of(SameDiff graph, List<String> losses) {
    List<String> names = new ArrayList<>();
    for (String loss : losses) {
      String name = loss;
      SameDiffOp op = GraphPaths.producer(graph, name);
      while (op != null && op.getOp() instanceof Identity) {
        name = GraphPaths.inputs(op).get(0);
        op = GraphPaths.producer(graph, name);
      }
      if (op != null) {
        names.add(name);
      }
    }
    return names;
  }
}

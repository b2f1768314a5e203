package org.hessianreg.dl4j;

import java.util.Collection;
import java.util.List;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.training.PenaltyProblem;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.api.ops.impl.transforms.same.Identity;

/**
 * Whether a training session of SameDiff 1.0.0-M2.1 can compute the gradients of a gradient
 * function that SameDiff has made.
 */
final class SessionGradients {

  private final SameDiff graph;
  private final boolean passedThrough;
  private final boolean gathered;
  private final boolean gatheredAcross;

  /**
   * Looks at a gradient function.
   *
   * @param graph the gradient function
   * @param problem losses and parameters
   * @param gradients SameDiff's own gradients of the parameters
   */
  SessionGradients(SameDiff graph, PenaltyProblem problem, Collection<SDVariable> gradients) {
    this.graph = graph;
    List<SameDiffOp> path = GraphPaths.between(graph, problem.parameters(), problem.losses());
    this.passedThrough =
        gradients.stream().anyMatch(gradient -> isPassedThrough(graph, gradient.name()));
    this.gathered = path.stream().anyMatch(op -> op.getOp() instanceof Gather);
    this.gatheredAcross = path.stream().anyMatch(op -> isAcross(op));
  }

  /**
   * The updater is given null for a gradient that an identity hands on: a session keeps the value
   * under the name of the identity's input. Parameters that are read through an identity have such
   * a gradient.
   */
  private static boolean isPassedThrough(SameDiff graph, String gradient) {
    SameDiffOp producer = GraphPaths.producer(graph, gradient);
    return producer != null && producer.getOp() instanceof Identity;
  }

  /** Along another dimension than the first, the gradient of a gather looks up a wrong size. */
  private static boolean isAcross(SameDiffOp op) {
    return op.getOp() instanceof Gather
        && ((Gather) op.getOp()).numIArguments() > 0
        && ((Gather) op.getOp()).getIArgument(0) != 0;
  }

  /**
   * Whether a session computes them. The gradient of a gather is a loop, whose arrays the session's
   * cache closes too early; a user can switch the cache off.
   */
  boolean areComputable() {
    return !passedThrough && !gatheredAcross && !(gathered && graph.isEnableCache());
  }
}

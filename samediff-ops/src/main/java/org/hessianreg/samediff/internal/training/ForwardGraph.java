package org.hessianreg.samediff.internal.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** A forward pass as a graph that only the engine changes: what it appends its derivatives to. */
public interface ForwardGraph {

  /**
   * The graph.
   *
   * @return a graph that nobody else trains, runs or appends to
   */
  SameDiff graph();

  /**
   * What a step does not compute, besides parameters and placeholders.
   *
   * @return names of constants, and of outputs of ops, whose arrays come with each step
   */
  Set<String> given();

  /**
   * What a step is to report besides gradients.
   *
   * @return names of variables
   */
  List<String> reported();

  /**
   * The gradients of the losses, where the trainer computes them itself. A step then computes the
   * gradient of the penalty alone, to be added to them.
   *
   * @return empty if a step is to compute the gradient of the penalised loss
   */
  Optional<LossGradients> lossGradients();

  /** Gradients of the losses that a step need not compute. */
  interface LossGradients {

    /**
     * Declares them as inputs of the graph. Called while nothing is being appended to it.
     *
     * @param parameters names of parameters
     * @return placeholders by the parameters' names
     */
    Map<String, SDVariable> declare(List<String> parameters);

    /**
     * Appends the factors that the gradients of the losses have.
     *
     * @param penalty gradients of the penalty by the parameters' names
     * @return gradients that can be added to those of the losses, in the same order
     */
    Map<String, SDVariable> alike(Map<String, SDVariable> penalty);
  }
}

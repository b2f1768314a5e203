package org.hessianreg.samediff.internal.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** The gradients that a penalised step computes, as variables of a graph. Immutable. */
final class StepGradient {

  private final Map<String, SDVariable> gradients;
  private final Optional<SDVariable> scale;

  private StepGradient(Map<String, SDVariable> gradients, Optional<SDVariable> scale) {
    this.gradients = gradients;
    this.scale = scale;
  }

  /**
   * Appends the gradient that a step hands over: that of the penalised loss, or that of the penalty
   * alone where the gradient of the losses is computed elsewhere.
   *
   * @param forward the graph, and what is known of the gradient of its losses
   * @param ops the open addition that receives what is appended
   * @param sweep the losses and the penalty
   * @param problem parameters and bound
   * @param known the gradients of the losses as inputs of the graph, if the bound needs them
   */
  static StepGradient of(
      ForwardGraph forward,
      GraphAddition ops,
      PenaltySweep sweep,
      PenaltyProblem problem,
      Optional<Map<String, SDVariable>> known) {
    List<String> parameters = problem.parameters();
    if (forward.lossGradients().isPresent()) {
      Map<String, SDVariable> penalty =
          forward.lossGradients().get().alike(sweep.gradientsOfPenalty(parameters));
      return problem
          .bound()
          .map(bound -> bounded(forward.graph(), ops, bound, known.orElseThrow(), penalty))
          .orElseGet(() -> exact(penalty));
    }
    if (sweep.sum().isEmpty() || problem.bound().isEmpty()) {
      return exact(sweep.gradientsOfPenalisedLoss(parameters));
    }
    Map<String, SDVariable> loss = sweep.gradientsOfLosses(parameters);
    Map<String, SDVariable> penalty = sweep.gradientsOfPenalty(parameters);
    return bounded(forward.graph(), ops, problem.bound().get(), loss, penalty).plus(ops, loss);
  }

  private static StepGradient exact(Map<String, SDVariable> gradients) {
    return new StepGradient(gradients, Optional.empty());
  }

  /**
   * Appends the gradient of a penalty scaled down to a bound.
   *
   * @param graph the graph of the gradients
   * @param ops the open addition that receives what is appended
   * @param bound the bound
   * @param loss the gradients of the loss
   * @param penalty the gradients of the penalty; none if it is the same for all parameters
   */
  private static StepGradient bounded(
      SameDiff graph,
      GraphAddition ops,
      GradientBound bound,
      Map<String, SDVariable> loss,
      Map<String, SDVariable> penalty) {
    if (penalty.isEmpty()) {
      return exact(penalty);
    }
    SDVariable scale = bound.scale(graph, ops, loss.values(), penalty.values());
    Map<String, SDVariable> scaled = new LinkedHashMap<>();
    for (Map.Entry<String, SDVariable> entry : penalty.entrySet()) {
      SDVariable gradient = entry.getValue();
      try (NameScope scope = ops.scope()) {
        scaled.put(entry.getKey(), gradient.mul(scale.castTo(gradient.dataType())));
      }
    }
    return new StepGradient(scaled, Optional.of(scale));
  }

  /** Appends the sums with other gradients. */
  private StepGradient plus(GraphAddition ops, Map<String, SDVariable> others) {
    Map<String, SDVariable> sums = new LinkedHashMap<>(others);
    try (NameScope scope = ops.scope()) {
      gradients.forEach((name, gradient) -> sums.merge(name, gradient, SDVariable::add));
    }
    return new StepGradient(sums, scale);
  }

  /** The gradients by the parameters' names. */
  Map<String, SDVariable> gradients() {
    return gradients;
  }

  /** What the penalty's gradient is multiplied with; none if with nothing. */
  Optional<SDVariable> scale() {
    return scale;
  }

  /** Names of all results: the gradients in order, and last the scale. */
  List<String> variables() {
    List<String> names = new ArrayList<>();
    gradients.values().forEach(gradient -> names.add(gradient.name()));
    scale.ifPresent(variable -> names.add(variable.name()));
    return names;
  }
}

package org.hessianreg.dl4j;

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

  /** Gradients as they are, by the parameters' names. */
  static StepGradient exact(Map<String, SDVariable> gradients) {
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
  static StepGradient bounded(
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
  StepGradient plus(GraphAddition ops, Map<String, SDVariable> others) {
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

  /** Names of all that is to be computed: the gradients in order, and last the scale. */
  List<String> variables() {
    List<String> names = new ArrayList<>();
    gradients.values().forEach(gradient -> names.add(gradient.name()));
    scale.ifPresent(variable -> names.add(variable.name()));
    return names;
  }
}

package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.ModelEnd;
import org.hessianreg.samediff.internal.graph.LossChecks;
import org.hessianreg.samediff.internal.taylor.Linearization;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is penalised in a graph, checked. Immutable. */
final class PenaltyProblem {

  private final List<String> losses;
  private final List<String> parameters;
  private final List<String> probed;
  private final Linearization linearization;
  private final Set<String> evaluated;
  private final Optional<GradientBound> bound;

  private PenaltyProblem(
      List<String> losses,
      List<String> parameters,
      List<String> probed,
      Linearization linearization,
      Set<String> evaluated,
      Optional<GradientBound> bound) {
    this.losses = losses;
    this.parameters = parameters;
    this.probed = probed;
    this.linearization = linearization;
    this.evaluated = evaluated;
    this.bound = bound;
  }

  /**
   * Reads the problem off a graph that {@code fit} trains.
   *
   * @throws HessianTraceException if the losses or the parameters cannot be used
   */
  static PenaltyProblem of(SameDiff graph, HessianTraceRegularization option) {
    return of(
        graph,
        Losses.of(graph),
        option,
        Set.copyOf(option.modelOutputs()),
        evaluated(graph),
        List.of());
  }

  /**
   * Reads the problem off a graph.
   *
   * @param losses names of the losses
   * @param modelOutputs names of the variables at which the model ends
   * @param evaluated names of the variables that training evaluates besides
   * @param trained names of the parameters that the losses depend on in other batches; those that
   *     they depend on in the graph are added
   * @throws HessianTraceException if the losses or the parameters cannot be used
   */
  static PenaltyProblem of(
      SameDiff graph,
      List<String> losses,
      HessianTraceRegularization option,
      Set<String> modelOutputs,
      Set<String> evaluated,
      List<String> trained) {
    losses.forEach(loss -> LossChecks.requireLoss(graph, loss));
    List<String> parameters = LossChecks.parametersOf(graph, losses, name -> true);
    if (option.direction() != null) {
      option.direction().forEach((name, array) -> requireTangent(graph, name, array));
    }
    Set<String> all = new LinkedHashSet<>(trained);
    all.addAll(parameters);
    List<String> probed = ProbedParameters.of(option, all);
    List<String> reaching = new ArrayList<>(probed);
    reaching.retainAll(parameters);
    Linearization linearization =
        ModelEnd.linearization(graph, losses, reaching, option.curvature(), modelOutputs);
    return new PenaltyProblem(
        losses, parameters, probed, linearization, evaluated, option.gradientBound());
  }

  /** Names of the variables that training evaluates besides. */
  static Set<String> evaluated(SameDiff graph) {
    Map<String, ?> evaluations = graph.getTrainingConfig().getTrainEvaluations();
    return evaluations == null ? Set.of() : Set.copyOf(evaluations.keySet());
  }

  private static void requireTangent(SameDiff graph, String name, INDArray tangent) {
    SDVariable parameter = LossChecks.requireParameter(graph, name);
    Tangents.requireLike(name, tangent, parameter.dataType(), parameter.getShape());
  }

  /** Names of the losses. */
  List<String> losses() {
    return losses;
  }

  /** Names of all parameters that the losses depend on in the graph. */
  List<String> parameters() {
    return parameters;
  }

  /**
   * Names of the parameters that get a probe, in the order of the network. They are the same for
   * all batches; those that the losses do not depend on in the graph contribute nothing.
   */
  List<String> probed() {
    return probed;
  }

  Linearization linearization() {
    return linearization;
  }

  /** Names of the variables that training evaluates besides. */
  Set<String> evaluated() {
    return evaluated;
  }

  /** What bounds the gradient of the penalty. */
  Optional<GradientBound> bound() {
    return bound;
  }
}

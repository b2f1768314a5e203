package org.hessianreg.samediff.internal.training;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.LossChecks;
import org.hessianreg.samediff.internal.reverse.Keeping;
import org.hessianreg.samediff.internal.taylor.Linearization;
import org.hessianreg.samediff.internal.taylor.ModelEnd;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is penalised in a graph, checked. Immutable. */
public final class PenaltyProblem {

  private final List<String> losses;
  private final List<String> parameters;
  private final List<String> probed;
  private final Linearization linearization;
  private final Optional<GradientBound> bound;
  private final Keeping keeping;
  private final List<String> differences;

  private PenaltyProblem(
      List<String> losses,
      List<String> parameters,
      List<String> probed,
      Linearization linearization,
      Optional<GradientBound> bound,
      Keeping keeping,
      List<String> differences) {
    this.losses = losses;
    this.parameters = parameters;
    this.probed = probed;
    this.linearization = linearization;
    this.bound = bound;
    this.keeping = keeping;
    this.differences = differences;
  }

  /**
   * Reads the problem off a graph.
   *
   * @param graph the graph
   * @param losses names of the losses
   * @param settings which parameters get a probe, and the matrix
   * @param modelOutputs names of the variables at which the model ends
   * @param trained names of the parameters that the losses depend on in other batches; those that
   *     they depend on in the graph are added
   * @return the problem
   * @throws HessianTraceException if the losses or the parameters cannot be used
   */
  public static PenaltyProblem of(
      SameDiff graph,
      List<String> losses,
      PenaltySettings settings,
      Set<String> modelOutputs,
      List<String> trained) {
    losses.forEach(loss -> LossChecks.requireLoss(graph, loss));
    List<String> parameters = LossChecks.parametersOf(graph, losses, name -> true);
    settings
        .direction()
        .ifPresent(fixed -> fixed.forEach((name, array) -> requireTangent(graph, name, array)));
    Set<String> all = new LinkedHashSet<>(trained);
    all.addAll(parameters);
    List<String> probed = ProbedParameters.of(settings, all);
    List<String> reaching = new ArrayList<>(probed);
    reaching.retainAll(parameters);
    List<String> differences = settings.estimator().differences();
    DifferencedOps.require(graph, differences, reaching, losses);
    Linearization linearization =
        ModelEnd.linearization(
            graph, losses, reaching, settings.estimator().curvature(), modelOutputs);
    Optional<GradientBound> bound =
        settings.gradientBound().isPresent()
            ? Optional.of(new GradientBound(settings.gradientBound().getAsDouble()))
            : Optional.empty();
    return new PenaltyProblem(
        losses, parameters, probed, linearization, bound, settings.keeping(), differences);
  }

  private static void requireTangent(SameDiff graph, String name, INDArray tangent) {
    SDVariable parameter = LossChecks.requireParameter(graph, name);
    Tangents.requireLike(name, tangent, parameter.dataType(), parameter.getShape());
  }

  /**
   * Names of the losses.
   *
   * @return the names
   */
  public List<String> losses() {
    return losses;
  }

  /**
   * Names of all parameters that the losses depend on in the graph.
   *
   * @return the names
   */
  public List<String> parameters() {
    return parameters;
  }

  /**
   * Names of the parameters that get a probe, in the order of the network. They are the same for
   * all batches; those that the losses do not depend on in the graph contribute nothing.
   *
   * @return the names
   */
  public List<String> probed() {
    return probed;
  }

  Linearization linearization() {
    return linearization;
  }

  /** What recurrences keep for the backward pass. */
  Keeping keeping() {
    return keeping;
  }

  /** Names of the ops that are differentiated by difference quotients. */
  List<String> differences() {
    return differences;
  }

  /** What bounds the gradient of the penalty. */
  Optional<GradientBound> bound() {
    return bound;
  }
}

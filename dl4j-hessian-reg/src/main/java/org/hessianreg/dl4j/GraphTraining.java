package org.hessianreg.dl4j;

import java.util.Optional;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.calculus.SingularOps;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.training.Inspection;
import org.hessianreg.samediff.internal.training.PenaltyEngine;
import org.hessianreg.samediff.internal.training.PenaltyProblem;
import org.hessianreg.samediff.internal.training.PenaltyStep;
import org.hessianreg.samediff.internal.training.StepHistory;
import org.hessianreg.samediff.internal.training.StepReport;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** The training of a graph as it is now, by the option that its configuration holds now. */
final class GraphTraining {

  private final SameDiff owner;
  private final HessianTraceRegularization option;
  private final GraphSnapshot snapshot;
  private final GradientFunction gradients;
  private final PenaltyEngine engine;

  /**
   * Prepares training.
   *
   * @param owner the user's graph
   * @param graph its gradient function
   * @param option the option in the user's configuration
   * @param snapshot the user's graph as it is now
   */
  GraphTraining(
      SameDiff owner,
      SameDiff graph,
      HessianTraceRegularization option,
      GraphSnapshot snapshot,
      Inspection inspection,
      StepHistory history) {
    this.owner = owner;
    this.option = option;
    this.snapshot = snapshot;
    this.gradients =
        new GradientFunction(owner, graph, snapshot.planned().problem(), snapshot.share());
    this.engine = new PenaltyEngine(option.settings(), inspection, history);
  }

  /** Whether training prepared now would be the same. */
  @SuppressWarnings("ReferenceEquality") // Options are compared where they were put.
  boolean isCurrent(SameDiff graph, HessianTraceRegularization now, SessionShare share) {
    return option == now
        && GraphPaths.isSame(gradients.graph(), graph)
        && snapshot.isCurrent(owner, now.settings(), share);
  }

  /** Where the option looks for the current step. */
  RunningSteps running() {
    return option.running().orElseThrow();
  }

  PenaltyProblem problem() {
    return snapshot.planned().problem();
  }

  GradientFunction gradients() {
    return gradients;
  }

  /**
   * Prepares a step.
   *
   * @return the step that a program takes; nothing where the coefficient is 0, so that the step is
   *     to be SameDiff's own
   */
  Optional<PenaltyStep> step(int iteration, int epoch, MultiDataSet batch) {
    if (engine.isPenalised(iteration, epoch)) {
      StepReport report = new StepReport(() -> consequences(batch), () -> singularity(batch));
      return Optional.of(engine.penalised(iteration, epoch, snapshot.planned(), 1.0, report));
    }
    boolean own = engine.settings().coefficientAt(iteration, epoch) == 0.0;
    return own && gradients.isComputable()
        ? Optional.empty()
        : Optional.of(engine.plain(iteration, snapshot.planned()));
  }

  void end(PenaltyStep step) {
    engine.end(step);
  }

  /** For the message about a step that cannot be used. */
  private String consequences(MultiDataSet batch) {
    return LargestGradient.describe(gradients.graph(), batch, problem().parameters())
        + (engine.inspection() == Inspection.AT_ONCE
            ? "; no parameter was changed in it"
            : "; the parameters were updated in it as if their gradients were zero");
  }

  /** An op with an infinite derivative, if there is one. */
  private Optional<SingularOps.Explanation> singularity(MultiDataSet batch) {
    SingularOps ops = SingularOps.between(owner, problem().parameters(), problem().losses());
    return ops.explain(LargestGradient.values(gradients.graph(), batch, ops.variables()))
        .or(snapshot.compositions()::condition);
  }

  /**
   * Checks a loss that SameDiff has computed for a step of its own. It would update with what is
   * not a number where an op that the copy writes with others does not find what it needs.
   *
   * @throws HessianTraceException if the loss is not finite for such a reason
   */
  void requireUsable(String name, INDArray loss, int iteration) {
    Optional<SingularOps.Explanation> condition = snapshot.compositions().condition();
    if (condition.isPresent() && !Double.isFinite(loss.sumNumber().doubleValue())) {
      throw new HessianTraceException(
          String.format(
              "Loss '%s' is not finite in iteration %d: %s.",
              name, iteration, condition.get().reason()),
          condition.get().remedy());
    }
  }
}

package org.hessianreg.samediff.internal.training;

import java.util.List;
import org.hessianreg.samediff.internal.probes.ProbeDrawer;
import org.hessianreg.samediff.internal.probes.ProbeLayout;

/**
 * Decides when a step of training is penalised, draws its probes, weighs its penalty, and records
 * what it has computed. Not thread-safe.
 */
public final class PenaltyEngine {

  private final PenaltySettings settings;
  private final Inspection inspection;
  private final StepHistory history;
  private final ProbeDrawer drawer;

  /**
   * Creates an engine.
   *
   * @param settings what the user sets
   * @param inspection when the host looks at what a step has computed
   * @param history takes a record of each penalised step
   */
  public PenaltyEngine(PenaltySettings settings, Inspection inspection, StepHistory history) {
    this.settings = settings;
    this.inspection = inspection;
    this.history = history;
    this.drawer = new ProbeDrawer(settings.estimator(), settings.seed());
  }

  /**
   * The settings.
   *
   * @return what the engine was created with
   */
  public PenaltySettings settings() {
    return settings;
  }

  /**
   * When the host looks at what a step has computed.
   *
   * @return what the engine was created with
   */
  public Inspection inspection() {
    return inspection;
  }

  /**
   * Whether a step is penalised.
   *
   * @param iteration the iteration, from 0
   * @param epoch the epoch, from 0
   * @return whether the coefficient is positive and the interval has passed
   */
  public boolean isPenalised(int iteration, int epoch) {
    return iteration % settings.interval() == 0 && settings.coefficientAt(iteration, epoch) > 0.0;
  }

  /**
   * Prepares a penalised step: draws its probes and weighs its penalty.
   *
   * @param iteration the iteration, from 0
   * @param epoch the epoch, from 0
   * @param graph what is differentiated
   * @param lossFactor what the gradients of the losses are multiplied with where they are computed
   *     elsewhere; otherwise 1
   * @param report explains a step that cannot be used
   * @return the step, to be run once and then to be given to {@link #end}
   */
  public PenaltyStep penalised(
      int iteration, int epoch, PlannedGraph graph, double lossFactor, StepReport report) {
    double coefficient = settings.coefficientAt(iteration, epoch);
    ProbeLayout layout =
        ProbeLayout.draw(
            settings.estimator(), settings.seed(), graph.problem().probed(), iteration);
    StepProgram program = graph.program(layout.directions());
    settings
        .direction()
        .ifPresentOrElse(program.sweep()::assign, () -> program.sweep().draw(drawer, iteration));
    program.sweep().weigh(coefficient * layout.scale() * lossFactor);
    return new PenaltyStep(
        program, graph.memory(), iteration, coefficient, layout.scale(), inspection, report);
  }

  /**
   * Prepares a step without a penalty.
   *
   * @param iteration the iteration, from 0
   * @param graph what is differentiated
   * @return the step, to be run once and then to be given to {@link #end}
   */
  public PenaltyStep plain(int iteration, PlannedGraph graph) {
    return new PenaltyStep(
        graph.program(List.of()), graph.memory(), iteration, 0.0, 0.0, inspection, StepReport.NONE);
  }

  /**
   * Ends a step that has run.
   *
   * @param step the step
   * @throws org.hessianreg.samediff.HessianTraceException if it turns out that the step could not
   *     be used
   */
  public void end(PenaltyStep step) {
    if (step.isPenalised()) {
      history.add(step.record());
    }
    step.settle();
  }
}

package org.hessianreg.samediff.internal.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One iteration of training through a program, from its start to its end. */
public final class PenaltyStep {

  private final StepProgram program;
  private final PlanMemory memory;
  private final int iteration;
  private final double coefficient;
  private final double scale;
  private final Inspection inspection;
  private final StepReport report;
  private Outcome outcome = Outcome.NOTHING;
  private List<Precondition> preconditions = List.of();

  /**
   * Creates a step.
   *
   * @param coefficient {@code λ}; 0 between two penalised steps
   * @param scale what the sum of the quadratic forms is multiplied with to estimate the trace
   */
  PenaltyStep(
      StepProgram program,
      PlanMemory memory,
      int iteration,
      double coefficient,
      double scale,
      Inspection inspection,
      StepReport report) {
    this.program = program;
    this.memory = memory;
    this.iteration = iteration;
    this.coefficient = coefficient;
    this.scale = scale;
    this.inspection = inspection;
    this.report = report;
  }

  /**
   * Whether the schedule has the step penalised, with whatever probes.
   *
   * @return false between two penalised steps
   */
  public boolean isPenalised() {
    return coefficient > 0.0;
  }

  /**
   * What the step is computed from.
   *
   * @return names of variables of the forward graph
   */
  public List<String> inputs() {
    return program.inputs();
  }

  /**
   * Computes the step.
   *
   * @param arrays the arrays of the minibatch
   * @param gradients takes each gradient by the parameter's name, or zeros where the device itself
   *     finds that the step cannot be used; overwritten by the next step
   * @return the values of {@link ForwardGraph#reported}, overwritten by the next step
   * @throws HessianTraceException if the host looks at once and finds that the step cannot be used;
   *     no gradient has been handed over then
   */
  public List<INDArray> run(StepArrays arrays, BiConsumer<String, INDArray> gradients) {
    List<INDArray> inputs = arrays.read(program.inputs());
    preconditions = arrays.preconditions();
    if (inspection == Inspection.AT_ONCE) {
      preconditions.forEach(Precondition::require);
    }
    StepResult result = program.run(inputs);
    result.sum().ifPresent(PenaltyStep::requireScalar);
    if (result.sum().isPresent()) {
      outcome = inspection == Inspection.AT_ONCE ? Outcome.seen(result) : unseen(result);
    }
    if (outcome.verdict().isEmpty()) {
      requireFinite();
    }
    handOver(result.gradients(), gradients);
    return result.reported();
  }

  private static void requireScalar(INDArray sum) {
    if (sum.length() != 1) {
      throw new HessianTraceException(
          "The loss has " + sum.length() + " elements, expected a scalar.",
          "reduce it, for instance with loss.mean().");
    }
  }

  private Outcome unseen(StepResult result) {
    Verdict verdict = Verdict.ofFinite(result.sum().orElseThrow().mul(coefficient * scale));
    if (result.watch().isPresent()) {
      verdict = verdict.andFinite(result.watch().get());
    }
    for (Precondition condition : preconditions) {
      verdict = verdict.andNone(condition.violations().sum());
    }
    return Outcome.unseen(result, verdict);
  }

  private void handOver(Map<String, INDArray> computed, BiConsumer<String, INDArray> gradients) {
    Optional<Verdict> verdict = outcome.verdict();
    computed.forEach(
        (parameter, gradient) -> {
          INDArray usable = gradient;
          if (verdict.isPresent()) {
            usable = memory.scratch(gradient);
            verdict.get().copy(gradient, usable);
          }
          gradients.accept(parameter, usable);
        });
  }

  /**
   * Ends the iteration: looks at what the host has not looked at.
   *
   * @throws HessianTraceException if the step could not be used
   */
  void settle() {
    if (outcome.verdict().isPresent()) {
      preconditions.forEach(Precondition::require);
      requireFinite();
    }
  }

  private void requireFinite() {
    double penalty = penalty();
    if (!Double.isFinite(penalty)) {
      String what = String.format("The penalty is %s", penalty);
      throw Double.isFinite(outcome.sum() * scale)
          ? report.overflow(what, iteration, coefficient)
          : report.notFinite(what, iteration, coefficient);
    }
    if (!outcome.areGradientsFinite()) {
      String where = GradientWatch.describe(outcome.gradients());
      throw where.isEmpty()
          ? report.overflow("The gradient of the penalised loss overflows", iteration, coefficient)
          : report.notFinite(
              "The gradient of the penalised loss is not finite for " + where,
              iteration,
              coefficient);
    }
  }

  /**
   * Whether the host has looked at the penalty.
   *
   * @return true unless it lies on a device, where to read it is to wait
   */
  public boolean isSeen() {
    return outcome.verdict().isEmpty();
  }

  /**
   * The penalty.
   *
   * @return the coefficient times the estimate of the trace
   */
  public double penalty() {
    return coefficient * scale * outcome.sum();
  }

  StepRecord record() {
    return new StepRecord(
        iteration, scale * outcome.sum(), penalty(), outcome.gradientScale(), outcome.operations());
  }
}

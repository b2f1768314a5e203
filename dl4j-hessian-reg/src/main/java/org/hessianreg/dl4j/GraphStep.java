package org.hessianreg.dl4j;

import java.util.Optional;
import org.hessianreg.samediff.internal.training.PenaltyStep;
import org.nd4j.autodiff.listeners.At;

/** One iteration of a graph's training. */
final class GraphStep {

  private final At position;
  private final int iteration;
  private final Optional<PenaltyStep> computed;
  private final Optional<StepPlace> place;
  private final ReportedLoss reported;
  private boolean taken;

  /**
   * Starts an iteration.
   *
   * @param position where training is, an object that SameDiff changes with each iteration
   * @param computed the step that a program takes; none where SameDiff computes it
   * @param place where the program takes it
   * @param reported the losses that SameDiff reports of the iteration
   */
  GraphStep(
      At position,
      Optional<PenaltyStep> computed,
      Optional<StepPlace> place,
      ReportedLoss reported) {
    this.position = position;
    this.iteration = position.iteration();
    this.computed = computed;
    this.place = place;
    this.reported = reported;
  }

  /** Whether a call of SameDiff's belongs to this iteration; another run may be at the same one. */
  @SuppressWarnings("ReferenceEquality")
  boolean isAt(At at) {
    return at == position;
  }

  int iteration() {
    return iteration;
  }

  Optional<PenaltyStep> computed() {
    return computed;
  }

  Optional<StepPlace> place() {
    return place;
  }

  ReportedLoss reported() {
    return reported;
  }

  double penalty() {
    return computed.map(PenaltyStep::penalty).orElse(0.0);
  }

  /** The penalty at the first call, if the host has looked at it, and 0 then. */
  double takePenalty() {
    if (taken || !computed.map(PenaltyStep::isSeen).orElse(true)) {
      return 0.0;
    }
    taken = true;
    return penalty();
  }
}

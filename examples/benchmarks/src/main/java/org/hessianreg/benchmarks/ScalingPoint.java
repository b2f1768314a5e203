package org.hessianreg.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

/** What plain and penalised steps cost on a perceptron of one size. Immutable. */
final class ScalingPoint {

  private final int depth;
  private final int width;
  private final StepFigures plain;
  private final StepFigures penalised;
  private final Spread ratio;

  /**
   * @param rounds in which penalised and plain steps took turns
   */
  ScalingPoint(int depth, int width, StepFigures plain, StepFigures penalised, List<Round> rounds) {
    this.depth = depth;
    this.width = width;
    this.plain = plain;
    this.penalised = penalised;
    this.ratio = Spread.of(rounds.stream().map(Round::ratio).collect(Collectors.toList()));
  }

  int depth() {
    return depth;
  }

  int width() {
    return width;
  }

  StepFigures plain() {
    return plain;
  }

  StepFigures penalised() {
    return penalised;
  }

  /** What a penalised step takes, in plain steps of the same round. */
  Spread ratio() {
    return ratio;
  }
}

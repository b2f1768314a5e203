package org.hessianreg.benchmarks;

import java.util.List;
import java.util.function.Function;

/** How the cost of a step grows with the size of a perceptron. Immutable. */
final class Scaling {

  private final List<ScalingPoint> depths;
  private final List<ScalingPoint> widths;
  private final LineFit plainStep;
  private final LineFit penalisedStep;
  private final LineFit plainFirst;
  private final LineFit penalisedFirst;

  /**
   * @param depths networks that differ in depth alone
   * @param widths networks that differ in width alone
   */
  Scaling(List<ScalingPoint> depths, List<ScalingPoint> widths) {
    this.depths = List.copyOf(depths);
    this.widths = List.copyOf(widths);
    plainStep = step(ScalingPoint::plain);
    penalisedStep = step(ScalingPoint::penalised);
    plainFirst = first(ScalingPoint::plain);
    penalisedFirst = first(ScalingPoint::penalised);
  }

  private LineFit step(Function<ScalingPoint, StepFigures> side) {
    return LineFit.of(depths, p -> side.apply(p).ops(), p -> side.apply(p).millis());
  }

  private LineFit first(Function<ScalingPoint, StepFigures> side) {
    return LineFit.of(depths, ScalingPoint::depth, p -> side.apply(p).firstMillis());
  }

  List<ScalingPoint> depths() {
    return depths;
  }

  List<ScalingPoint> widths() {
    return widths;
  }

  /** Milliseconds of a plain step over the ops that it executes, where depth differs. */
  LineFit plainStep() {
    return plainStep;
  }

  /** Milliseconds of a penalised step over the ops that it executes, where depth differs. */
  LineFit penalisedStep() {
    return penalisedStep;
  }

  /** Milliseconds of the first plain step and of what is built for it, over depth. */
  LineFit plainFirst() {
    return plainFirst;
  }

  /** Milliseconds of the first penalised step and of what is built for it, over depth. */
  LineFit penalisedFirst() {
    return penalisedFirst;
  }
}

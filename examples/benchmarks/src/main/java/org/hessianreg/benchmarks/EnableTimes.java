package org.hessianreg.benchmarks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Seconds that pass before a graph trains. Immutable. */
final class EnableTimes {

  private final int ops;
  private final double enable;
  private final double gradientFunction;
  private final double plainStep;
  private final double penalisedStep;

  /**
   * @param ops how many ops the graph has
   * @param enable of {@code HessianTrace.enable}
   * @param gradientFunction of SameDiff's own {@code createGradFunction}
   * @param plainStep of the first plain step without that, which is SameDiff's
   * @param penalisedStep of the first penalised step without that
   */
  @JsonCreator
  EnableTimes(
      @JsonProperty("ops") int ops,
      @JsonProperty("enable") double enable,
      @JsonProperty("gradientFunction") double gradientFunction,
      @JsonProperty("plainStep") double plainStep,
      @JsonProperty("penalisedStep") double penalisedStep) {
    this.ops = ops;
    this.enable = enable;
    this.gradientFunction = gradientFunction;
    this.plainStep = plainStep;
    this.penalisedStep = penalisedStep;
  }

  int ops() {
    return ops;
  }

  double enable() {
    return enable;
  }

  double gradientFunction() {
    return gradientFunction;
  }

  double plainStep() {
    return plainStep;
  }

  double penalisedStep() {
    return penalisedStep;
  }
}

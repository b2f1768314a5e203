package org.hessianreg.benchmarks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Where in the space of parameters the noise of estimators is measured. Immutable. */
final class StartingPoint {

  private final int steps;
  private final double loss;
  private final int tensors;

  /**
   * @param steps of plain training that led there
   * @param loss at the last of them
   * @param tensors how many parameters the network has
   */
  @JsonCreator
  StartingPoint(
      @JsonProperty("steps") int steps,
      @JsonProperty("loss") double loss,
      @JsonProperty("tensors") int tensors) {
    this.steps = steps;
    this.loss = loss;
    this.tensors = tensors;
  }

  int steps() {
    return steps;
  }

  double loss() {
    return loss;
  }

  int tensors() {
    return tensors;
  }
}

package org.hessianreg.benchmarks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What all estimators of one curvature estimate. Immutable. */
final class Signal {

  private final double trace;
  private final double squaredNorm;

  /**
   * @param squaredNorm of the trace's gradient
   */
  @JsonCreator
  Signal(@JsonProperty("trace") double trace, @JsonProperty("squaredNorm") double squaredNorm) {
    this.trace = trace;
    this.squaredNorm = squaredNorm;
  }

  double trace() {
    return trace;
  }

  double squaredNorm() {
    return squaredNorm;
  }
}

package org.hessianreg.benchmarks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What some draws of one estimator came to. Immutable. */
final class NoiseSample {

  private final int draws;
  private final double traceMean;
  private final double traceVariance;
  private final double gradientVariance;
  private final double millis;
  private final double plainMillis;

  /**
   * @param traceMean mean of the estimates of the trace
   * @param traceVariance their variance
   * @param gradientVariance total variance of the gradients of the estimates
   * @param millis of a penalised step
   * @param plainMillis of a plain step at the same time
   */
  @JsonCreator
  NoiseSample(
      @JsonProperty("draws") int draws,
      @JsonProperty("traceMean") double traceMean,
      @JsonProperty("traceVariance") double traceVariance,
      @JsonProperty("gradientVariance") double gradientVariance,
      @JsonProperty("millis") double millis,
      @JsonProperty("plainMillis") double plainMillis) {
    this.draws = draws;
    this.traceMean = traceMean;
    this.traceVariance = traceVariance;
    this.gradientVariance = gradientVariance;
    this.millis = millis;
    this.plainMillis = plainMillis;
  }

  int draws() {
    return draws;
  }

  double traceMean() {
    return traceMean;
  }

  double traceVariance() {
    return traceVariance;
  }

  double gradientVariance() {
    return gradientVariance;
  }

  double millis() {
    return millis;
  }

  /**
   * The time of a whole penalised step, in plain steps. Not what the penalty adds to it: with an
   * estimator that draws little that is smaller than its own error, and comes out negative.
   */
  double cost() {
    return millis / plainMillis;
  }
}

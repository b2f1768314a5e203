package org.hessianreg.samediff;

import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** How a trace is estimated inside a graph. Immutable; made by {@link #builder}. */
public final class HutchinsonConfig {

  private final int probes;
  private final ProbeDistribution distribution;
  private final ParameterDropout dropout;
  private final Curvature curvature;
  private final Set<String> modelOutputs;
  private final Predicate<String> parameters;

  private HutchinsonConfig(Builder builder) {
    this.probes = builder.probes;
    this.distribution = builder.distribution;
    this.dropout = builder.dropout;
    this.curvature = builder.curvature;
    this.modelOutputs = builder.modelOutputs;
    this.parameters = builder.parameters;
  }

  /**
   * Starts a configuration: one Rademacher probe on all parameters, no dropout, the Hessian.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  int probes() {
    return probes;
  }

  ProbeDistribution distribution() {
    return distribution;
  }

  ParameterDropout dropout() {
    return dropout;
  }

  Curvature curvature() {
    return curvature;
  }

  Set<String> modelOutputs() {
    return modelOutputs;
  }

  Predicate<String> parameters() {
    return parameters;
  }

  /** Builds a {@link HutchinsonConfig}. */
  public static final class Builder {

    private int probes = 1;
    private ProbeDistribution distribution = ProbeDistribution.RADEMACHER;
    private ParameterDropout dropout = ParameterDropout.none();
    private Curvature curvature = Curvature.HESSIAN;
    private Set<String> modelOutputs = Set.of();
    private Predicate<String> parameters = name -> true;

    private Builder() {}

    /**
     * Sets how many probes are averaged.
     *
     * @param count at least 1
     * @return this builder
     */
    public Builder probes(int count) {
      if (count < 1) {
        throw new HessianTraceException(
            String.format("Number of probes is %d, expected at least 1.", count),
            "use probes(1) or more.");
      }
      this.probes = count;
      return this;
    }

    /**
     * Sets the distribution of the probes' elements.
     *
     * @param value the distribution
     * @return this builder
     */
    public Builder distribution(ProbeDistribution value) {
      this.distribution = Objects.requireNonNull(value, "distribution");
      return this;
    }

    /**
     * Sets dropout on the parameters.
     *
     * @param value the scheme
     * @return this builder
     */
    public Builder dropout(ParameterDropout value) {
      this.dropout = Objects.requireNonNull(value, "dropout");
      return this;
    }

    /**
     * Sets the matrix whose trace is estimated.
     *
     * @param value the matrix
     * @return this builder
     */
    public Builder curvature(Curvature value) {
      this.curvature = Objects.requireNonNull(value, "curvature");
      return this;
    }

    /**
     * Names the variables at which the model ends, for Gauss–Newton with a loss written from
     * primitives. Without it the model ends at the inputs of SameDiff's loss ops.
     *
     * @param variables names of the model's outputs
     * @return this builder
     */
    public Builder modelOutput(String... variables) {
      this.modelOutputs = Set.of(variables);
      return this;
    }

    /**
     * Selects the parameters that get a probe.
     *
     * @param selected tells for a parameter's name whether it gets one
     * @return this builder
     */
    public Builder parameters(Predicate<String> selected) {
      this.parameters = Objects.requireNonNull(selected, "parameters");
      return this;
    }

    /**
     * Builds the configuration.
     *
     * @return the configuration
     */
    public HutchinsonConfig build() {
      return new HutchinsonConfig(this);
    }
  }
}

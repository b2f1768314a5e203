package org.hessianreg.samediff;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How a trace is estimated: probes, dropout on the parameters, and which matrix. The estimator of
 * {@link HessianOps#trace}, and of the training option as well. Immutable; made by {@link
 * #builder}.
 */
public final class HutchinsonConfig {

  private final int probes;
  private final ProbeDistribution distribution;
  private final ParameterDropout dropout;
  private final Curvature curvature;
  private final List<String> modelOutputs;
  private final ParameterSelection parameters;
  private final List<String> differences;

  private HutchinsonConfig(Builder builder) {
    this.probes = builder.probes;
    this.distribution = builder.distribution;
    this.dropout = builder.dropout;
    this.curvature = builder.curvature;
    this.modelOutputs = builder.modelOutputs;
    this.parameters = builder.parameters;
    this.differences = builder.differences;
  }

  /**
   * Starts a configuration: one Rademacher probe on all parameters, no dropout, the Hessian.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The number of probes that are averaged.
   *
   * @return at least 1
   */
  public int probes() {
    return probes;
  }

  /**
   * The distribution of the probes' elements.
   *
   * @return the distribution
   */
  public ProbeDistribution distribution() {
    return distribution;
  }

  /**
   * Dropout on the parameters.
   *
   * @return the scheme
   */
  public ParameterDropout dropout() {
    return dropout;
  }

  /**
   * The matrix whose trace is estimated.
   *
   * @return the matrix
   */
  public Curvature curvature() {
    return curvature;
  }

  /**
   * The variables at which the model ends, for Gauss–Newton.
   *
   * @return their names; empty for the inputs of SameDiff's loss ops
   */
  public List<String> modelOutputs() {
    return modelOutputs;
  }

  /**
   * Which parameters get a probe.
   *
   * @return the selection
   */
  public ParameterSelection parameters() {
    return parameters;
  }

  /**
   * The ops that are differentiated by difference quotients.
   *
   * @return ND4J's names of them; empty unless set
   */
  public List<String> differences() {
    return differences;
  }

  /**
   * Starts a configuration from the settings of this one.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.probes = probes;
    builder.distribution = distribution;
    builder.dropout = dropout;
    builder.curvature = curvature;
    builder.modelOutputs = modelOutputs;
    builder.parameters = parameters;
    builder.differences = differences;
    return builder;
  }

  /** Builds a {@link HutchinsonConfig}. */
  public static final class Builder {

    private int probes = 1;
    private ProbeDistribution distribution = ProbeDistribution.RADEMACHER;
    private ParameterDropout dropout = ParameterDropout.none();
    private Curvature curvature = Curvature.HESSIAN;
    private List<String> modelOutputs = List.of();
    private ParameterSelection parameters = ParameterSelection.all();
    private List<String> differences = List.of();

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
      this.modelOutputs = List.of(variables);
      return this;
    }

    /**
     * Selects the parameters that get a probe.
     *
     * @param selected decides by a parameter's name whether it gets one
     * @return this builder
     */
    public Builder parameters(Predicate<String> selected) {
      Objects.requireNonNull(selected, "selected");
      this.parameters =
          selected instanceof ParameterSelection
              ? (ParameterSelection) selected
              : ParameterSelection.of(selected);
      return this;
    }

    /**
     * Names ops that have no rule for second derivatives, such as ops of your own, to be
     * differentiated by difference quotients. Nothing but the ops named here ever is.
     *
     * <p>The quotients are those of each op alone: it is computed once more at points near its
     * inputs, along their Taylor coefficients, and all other ops keep their exact rules. The
     * gradient is the exact derivative of what the quotients make of the trace; it comes from the
     * op's {@code doDiff}, which must be right. The step {@code h} follows the inputs' size and
     * type. Relative to the op's own derivatives, truncation costs {@code O(h²)} and rounding
     * {@code u/h²}, together about {@code √u} with unit roundoff {@code u}: 1e-8 in DOUBLE, 2e-4 in
     * FLOAT, and more where the op changes on a smaller scale than its inputs' mean size. Each
     * direction executes the op two more times, and the second coefficient two times.
     *
     * <p>An op with kinks or jumps within a step of its inputs, about 1e-4 of their size in DOUBLE
     * and 0.02 in FLOAT, gets quotients across them, which are large and meaningless: such ops are
     * your responsibility, and DOUBLE is the safer type for them.
     *
     * <p>SameDiff copies graphs to train them. The class of an op of your own must be known to it
     * by {@code ImportClassMapping.getOpNameMapping().put(name, new MyOp())}.
     *
     * @param opNames ND4J's names of ops, as {@code opName()} returns them and messages show them;
     *     each must lie between parameters and loss, have a right {@code doDiff}, be a function of
     *     its inputs alone and have no exact rule
     * @return this builder
     */
    public Builder differences(String... opNames) {
      this.differences = List.copyOf(new TreeSet<>(Arrays.asList(opNames)));
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

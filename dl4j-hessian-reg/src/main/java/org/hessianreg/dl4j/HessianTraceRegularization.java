package org.hessianreg.dl4j;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.HutchinsonConfig;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.ParameterSelection;
import org.hessianreg.samediff.ProbeDistribution;
import org.hessianreg.samediff.internal.reverse.Keeping;
import org.hessianreg.samediff.internal.training.PenaltySettings;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.databind.annotation.JsonDeserialize;

/**
 * The penalty {@code λ·tr H} as an option of a SameDiff {@code TrainingConfig} or of a DL4J
 * network: training minimises {@code L + λ·mean_k(v_kᵀHv_k)} with its exact gradient.
 *
 * <p>For a SameDiff graph put it into the configuration's list of regularizations and call {@link
 * HessianTrace#enable(org.nd4j.autodiff.samediff.SameDiff)} once. Without that call training stops
 * with an error instead of going on without the penalty. For a {@code MultiLayerNetwork} or {@code
 * ComputationGraph} give it to {@code HessianTrace.enable(net, reg)}; in the network's own
 * configuration it has no place. The option is immutable, and one instance may serve several
 * graphs. It is written to and read from the configuration's JSON, unless it holds a predicate or a
 * fixed direction, which cannot be written.
 *
 * <p>With {@code minimize(false)} the objective {@code L + λ·tr H(L)} is maximised, which is {@code
 * −L} minimised with the penalty {@code λ·tr H(−L)}.
 */
@JsonAutoDetect(
    fieldVisibility = Visibility.NONE,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE,
    setterVisibility = Visibility.NONE)
public final class HessianTraceRegularization implements Regularization {

  private static final long serialVersionUID = 1L;

  private final transient PenaltySettings settings;
  private final transient Optional<RunningSteps> running;

  private HessianTraceRegularization(PenaltySettings settings, Optional<RunningSteps> running) {
    this.settings = settings;
    this.running = running;
  }

  @JsonCreator
  static HessianTraceRegularization fromJson(
      @JsonProperty("coefficient") @JsonDeserialize(using = ScheduleDeserializer.class)
          ISchedule coefficient,
      @JsonProperty("probes") int probes,
      @JsonProperty("distribution") ProbeDistribution distribution,
      @JsonProperty("dropout") String dropout,
      @JsonProperty("curvature") Curvature curvature,
      @JsonProperty("modelOutputs") List<String> modelOutputs,
      @JsonProperty("interval") int interval,
      @JsonProperty("parameterPattern") String parameterPattern,
      @JsonProperty("seed") long seed,
      @JsonProperty("gradientBound") Double gradientBound,
      @JsonProperty("checkpointing") boolean checkpointing,
      @JsonProperty("differences") List<String> differences) {
    Builder builder =
        builder()
            .coefficient(coefficient)
            .probes(probes)
            .distribution(distribution)
            .dropout(ParameterDropout.parse(dropout))
            .curvature(curvature)
            .modelOutput(modelOutputs.toArray(new String[0]))
            .interval(interval)
            .checkpointing(checkpointing)
            .seed(seed);
    if (parameterPattern != null) {
      builder.parameterPattern(parameterPattern);
    }
    if (gradientBound != null) {
      builder.gradientBound(gradientBound);
    }
    if (differences != null) {
      builder.differences(differences.toArray(new String[0]));
    }
    return builder.build();
  }

  /**
   * Starts an option; only the coefficient has no default.
   *
   * @return a builder: one Rademacher probe on all parameters at every iteration, no dropout, the
   *     Hessian, no bound of the gradient, seed 0
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ApplyStep applyStep() {
    return ApplyStep.BEFORE_UPDATER;
  }

  /**
   * Adds nothing: the gradient that arrives here is that of the penalised loss already. What is
   * checked is that it is.
   *
   * @throws HessianTraceException if {@link HessianTrace} does not take part in this iteration
   */
  @Override
  public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
    if (current().filter(step -> step.iteration() == iteration).isEmpty()) {
      throw new HessianTraceException(
          "HessianTraceRegularization is in the training configuration, but nothing computes the"
              + " penalty in iteration "
              + iteration
              + ".",
          "call HessianTrace.enable(sd) once after sd.setTrainingConfig, and after loading a"
              + " graph; setListeners removes the listener that it adds. A MultiLayerNetwork or"
              + " ComputationGraph gets the option by HessianTrace.enable(net, reg), not in its"
              + " configuration.");
    }
  }

  /**
   * The penalty {@code λ·tr H} of the current iteration, once, and 0 for further parameters. It is
   * 0, too, while the penalty is on a device only; {@link HessianTrace} then reports it when the
   * iteration is over.
   */
  @Override
  public double score(INDArray param, int iteration, int epoch) {
    return current().map(GraphStep::takePenalty).orElse(0.0);
  }

  private Optional<GraphStep> current() {
    return running.flatMap(RunningSteps::current);
  }

  /** Returns an option with the same settings that knows of no step. */
  @Override
  @SuppressWarnings("MissingSuperCall")
  public Regularization clone() {
    return new HessianTraceRegularization(settings, Optional.empty());
  }

  /**
   * The option of one of several workers that train copies of a model at the same time, on Spark
   * for instance. Workers draw independent probes, so that the variance of the averaged penalty
   * falls with their number. The seed of worker 0 is that of the option, so that one worker draws
   * what training without workers draws; that of another worker is a hash of seed and worker. A
   * probe is a function of seed, worker, iteration and parameter alone: runs repeat, and resumed
   * runs continue bit for bit. {@code ParallelWrapper}'s workers get their options by themselves.
   *
   * @param worker the worker's number, at least 0
   * @return an option that differs in the seed only
   * @throws HessianTraceException if the number is negative
   */
  public HessianTraceRegularization ofWorker(int worker) {
    return new HessianTraceRegularization(settings.ofWorker(worker), Optional.empty());
  }

  /** The steps that the option looks for, if training has been prepared with it. */
  Optional<RunningSteps> running() {
    return running;
  }

  /** Returns an option with the same settings that finds steps where they run. */
  HessianTraceRegularization in(RunningSteps steps) {
    return new HessianTraceRegularization(settings, Optional.of(steps));
  }

  PenaltySettings settings() {
    return settings;
  }

  @JsonProperty("coefficient")
  ISchedule coefficient() {
    return settings.coefficient();
  }

  @JsonProperty("probes")
  int probes() {
    return settings.estimator().probes();
  }

  @JsonProperty("distribution")
  ProbeDistribution distribution() {
    return settings.estimator().distribution();
  }

  @JsonProperty("dropout")
  String dropoutText() {
    return settings.estimator().dropout().toString();
  }

  @JsonProperty("curvature")
  Curvature curvature() {
    return settings.estimator().curvature();
  }

  @JsonProperty("modelOutputs")
  List<String> modelOutputs() {
    return settings.estimator().modelOutputs();
  }

  @JsonProperty("interval")
  int interval() {
    return settings.interval();
  }

  /** Null if all parameters get a probe. Refuses to write what could not be read back. */
  @JsonProperty("parameterPattern")
  String writablePattern() {
    ParameterSelection selection = settings.estimator().parameters();
    if (!selection.isWritable()) {
      throw notWritable("a predicate", "select them with parameterPattern(\"regex\")");
    }
    if (settings.direction().isPresent()) {
      throw notWritable("a fixed direction", "draw probes instead");
    }
    return selection.pattern().orElse(null);
  }

  private static HessianTraceException notWritable(String what, String fix) {
    return new HessianTraceException(
        "HessianTraceRegularization holds " + what + ", which cannot be saved.",
        fix + ", or call HessianTrace.disable(sd) before saving.");
  }

  @JsonProperty("seed")
  long seed() {
    return settings.seed();
  }

  /** Null if there is no bound. */
  @JsonProperty("gradientBound")
  Double gradientBoundRatio() {
    OptionalDouble bound = settings.gradientBound();
    return bound.isPresent() ? bound.getAsDouble() : null;
  }

  @JsonProperty("checkpointing")
  boolean isCheckpointing() {
    return settings.keeping() == Keeping.STATES;
  }

  @JsonProperty("differences")
  List<String> differences() {
    return settings.estimator().differences();
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException(
        "HessianTraceRegularization is written as JSON only, by TrainingConfig.toJson or sd.save");
  }

  /** Builds a {@link HessianTraceRegularization}. */
  public static final class Builder {

    private Optional<ISchedule> coefficient = Optional.empty();
    private HutchinsonConfig.Builder estimator = HutchinsonConfig.builder();
    private int interval = 1;
    private long seed;
    private OptionalDouble gradientBound = OptionalDouble.empty();
    private boolean checkpointing;
    private Optional<Map<String, INDArray>> direction = Optional.empty();

    private Builder() {}

    /**
     * Sets how the trace is estimated: probes, distribution, dropout, curvature, model outputs,
     * parameters and differences together.
     *
     * @param value the estimator
     * @return this builder
     */
    public Builder estimator(HutchinsonConfig value) {
      this.estimator = value.toBuilder();
      return this;
    }

    /**
     * Sets {@code λ}.
     *
     * @param lambda finite and at least 0; 0 leaves a run as it is without the option
     * @return this builder
     */
    public Builder coefficient(double lambda) {
      PenaltySettings.requireCoefficient(lambda, "");
      return coefficient(new FixedSchedule(lambda));
    }

    /**
     * Sets {@code λ} as a function of iteration or epoch.
     *
     * <p>A warm-up, which lets training find its way before the penalty weighs in full, is ND4J's
     * {@code RampSchedule}: {@code coefficient(new RampSchedule(new FixedSchedule(1e-3), 500))}
     * takes {@code λ} from 1/500 of 1e-3 in the first iteration to all of it in the 500th, in equal
     * steps, and leaves it there. It is saved and read with the option, like the other schedules.
     *
     * @param schedule a schedule with finite values of at least 0; where it is 0, no penalty is
     *     computed
     * @return this builder
     */
    public Builder coefficient(ISchedule schedule) {
      this.coefficient = Optional.of(schedule);
      PenaltySettings.requireCoefficient(schedule.valueAt(0, 0), " in iteration 0");
      return this;
    }

    /**
     * Sets how many probes are averaged at each step.
     *
     * @param count at least 1
     * @return this builder
     */
    public Builder probes(int count) {
      estimator.probes(count);
      return this;
    }

    /**
     * Sets the distribution of the probes' elements.
     *
     * @param value the distribution
     * @return this builder
     */
    public Builder distribution(ProbeDistribution value) {
      estimator.distribution(value);
      return this;
    }

    /**
     * Sets dropout on the parameters.
     *
     * @param value the scheme
     * @return this builder
     */
    public Builder dropout(ParameterDropout value) {
      estimator.dropout(value);
      return this;
    }

    /**
     * Sets the matrix whose trace is the penalty.
     *
     * @param value the matrix
     * @return this builder
     */
    public Builder curvature(Curvature value) {
      estimator.curvature(value);
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
      estimator.modelOutput(variables);
      return this;
    }

    /**
     * Sets how often the penalty is applied. In between a step applies the gradient of the losses
     * alone.
     *
     * @param iterations at least 1; the penalty is applied where the iteration is a multiple of it
     * @return this builder
     */
    public Builder interval(int iterations) {
      if (iterations < 1) {
        throw new HessianTraceException(
            String.format("Interval is %d, expected at least 1.", iterations), "use 1 or more.");
      }
      this.interval = iterations;
      return this;
    }

    /**
     * Selects the parameters that get a probe. The gradient of the penalty is nevertheless taken
     * with respect to all parameters. A predicate cannot be saved; see {@link #parameterPattern}.
     *
     * @param selected decides by a parameter's name whether it gets a probe
     * @return this builder
     */
    public Builder parameters(Predicate<String> selected) {
      estimator.parameters(selected);
      return this;
    }

    /**
     * Selects the parameters that get a probe by a regular expression, which can be saved.
     *
     * @param regex matches the whole name of a parameter
     * @return this builder
     */
    public Builder parameterPattern(String regex) {
      estimator.parameters(ParameterSelection.matching(regex));
      return this;
    }

    /**
     * Sets the seed. Probes are a function of seed, iteration and parameter alone, and of the
     * {@linkplain #ofWorker worker} where there are several, so a resumed run draws the probes that
     * the uninterrupted one would.
     *
     * @param value any number
     * @return this builder
     */
    public Builder seed(long value) {
      this.seed = value;
      return this;
    }

    /**
     * Bounds the gradient of the penalty: where {@code |λ·∇tr| > ratio·|∇L|}, it is scaled down to
     * that length and keeps its direction. Both norms are those of the gradients of this very step,
     * of its minibatch and its probes, over all trained parameters together, before other
     * regularizations, clipping and the updater. Without a bound, the default, the gradient is
     * exact; where a bound does not act, it is the same up to rounding.
     *
     * <p>Too large a coefficient makes training collapse, for two reasons, and a bound helps with
     * both. The noise of the probes grows with {@code λ}: bounded, it stays at most {@code ratio}
     * times as large as the gradient of the minibatch. And the trace of a smooth network's Hessian
     * has no lower bound, so that the penalty pays better than the loss at some point: with a ratio
     * below 1 a small step of gradient descent still lowers the minibatch's loss, however large
     * {@code λ} is.
     *
     * <p>A ratio of 1 is recommended to begin with: the penalty can then hold the gradient of the
     * loss in balance, but not push the loss uphill. With less the loss wins in the end, and the
     * penalty only bends the way there; with more, large coefficients make training collapse again.
     * Noise can let them collapse with 1 already, on a convolutional network with wrong labels for
     * instance, which 0.6 kept from it. The bound does not replace a good estimate: recommended
     * with it are {@link ParameterDropout#blocks} with a group for each tensor, for little noise,
     * and {@link Curvature#GAUSS_NEWTON}, whose trace is never negative if the loss is convex in
     * the output of the model.
     *
     * <p>The price: where it acts, the step no longer follows the gradient of {@code L + λ·tr H},
     * not even on average, because the scale depends on the probes. Large draws count for less, and
     * {@code λ} determines how soon the bound acts instead of how much the trace weighs. At a
     * minimum of the loss the bounded penalty vanishes. {@link PenaltyRecord#gradientScale} reports
     * where it acts and how much; the reported penalty is the whole one.
     *
     * <p>In a SameDiff graph a bound takes a second backward pass through the ops of the forward
     * pass; for a network the gradient of the loss is there already.
     *
     * @param ratio positive and finite
     * @return this builder
     */
    public Builder gradientBound(double ratio) {
      if (!(ratio > 0.0 && ratio < Double.POSITIVE_INFINITY)) {
        throw new HessianTraceException(
            String.format(
                "Bound of the penalty's gradient is %s, expected a finite number > 0.", ratio),
            "use for instance 1, or leave gradientBound out for the exact gradient.");
      }
      this.gradientBound = OptionalDouble.of(ratio);
      return this;
    }

    /**
     * Lets recurrent layers keep no more than their states and inputs of each step, instead of all
     * that the backward pass reads of it. The backward pass then runs each forward step once more,
     * so that the penalised step computes the same with less memory and takes longer. Layers
     * without recurrence are not concerned.
     *
     * @param statesOnly whether to compute instead of to keep; false unless set
     * @return this builder
     */
    public Builder checkpointing(boolean statesOnly) {
      this.checkpointing = statesOnly;
      return this;
    }

    /**
     * Names ops that have no rule for second derivatives, such as ops of your own, to be
     * differentiated by difference quotients of each op alone, with an error of about 2e-4 in FLOAT
     * and 1e-8 in DOUBLE relative to the op's derivatives; kinks of such an op are your
     * responsibility. See {@link HutchinsonConfig.Builder#differences}, whose conditions hold here.
     * Nothing but the ops named here is ever differentiated so.
     *
     * @param opNames ND4J's names of ops, as {@code opName()} returns them and messages show them
     * @return this builder
     */
    public Builder differences(String... opNames) {
      estimator.differences(opNames);
      return this;
    }

    /**
     * Fixes the direction instead of drawing probes, for tests and research. Cannot be saved.
     *
     * @param fixed for each parameter that moves, an array of its shape and type; the gradient of
     *     the loss must train the parameter, in some minibatches at least
     * @return this builder
     */
    public Builder direction(Map<String, INDArray> fixed) {
      if (fixed.isEmpty()) {
        throw new HessianTraceException(
            "The fixed direction is empty.", "give an array for at least one parameter.");
      }
      this.direction = Optional.of(fixed);
      return this;
    }

    /**
     * Builds the option.
     *
     * @return the option
     * @throws HessianTraceException if the coefficient is missing or settings contradict each other
     */
    public HessianTraceRegularization build() {
      ISchedule schedule =
          coefficient.orElseThrow(
              () ->
                  new HessianTraceException(
                      "The coefficient of the Hessian trace is missing.",
                      "set coefficient(lambda)."));
      return new HessianTraceRegularization(
          new PenaltySettings(
              schedule,
              estimator.build(),
              interval,
              seed,
              gradientBound,
              checkpointing ? Keeping.STATES : Keeping.VALUES,
              direction),
          Optional.empty());
    }
  }
}

package org.hessianreg.samediff;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dropout on the parameters of a probe. Every scheme is scaled so that the estimate of the trace
 * stays unbiased. Immutable.
 *
 * <p>The variances below are those of one probe {@code v} of random signs. {@code V(A) = 2·(‖A‖² −
 * Σ A_ii²)}, with the Frobenius norm, is the variance of {@code vᵀAv}; {@code H_tt} is the block of
 * the Hessian that belongs to tensor or group {@code t}. The guide of {@code dl4j-hessian-reg}
 * derives them.
 *
 * <p>Source of dropout on the elements: Liu, Yu, Lin, <a
 * href="https://arxiv.org/abs/2208.05924">Regularizing Deep Neural Networks with Stochastic
 * Estimators of Hessian Trace</a>, 2022.
 */
public final class ParameterDropout {

  /** What is dropped. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** Each element of each tensor by itself. */
    ELEMENT,
    /** Each tensor as a whole. */
    TENSOR,
    /** All groups of consecutive tensors but some; each kept group has a direction of its own. */
    BLOCKS
  }

  private static final Pattern FORM =
      Pattern.compile("(none|perElement|perTensor|blocks)\\(([0-9.eE+-]*)(?:, *(\\d+))?\\)");
  private static final ParameterDropout NONE = new ParameterDropout(Kind.NONE, 1.0, 1, 1);

  private final Kind kind;
  private final double probability;
  private final int groups;
  private final int drawn;

  private ParameterDropout(Kind kind, double probability, int groups, int drawn) {
    this.kind = kind;
    this.probability = probability;
    this.groups = groups;
    this.drawn = drawn;
  }

  /**
   * Probes all parameters: SEHT-H. The variance is {@code V(H)}.
   *
   * @return no dropout
   */
  public static ParameterDropout none() {
    return NONE;
  }

  /**
   * Keeps each element of a probe with probability {@code p} and scales the estimate by {@code
   * 1/p}: SEHT-D. Adds {@code (1/p − 1)·Σ H_ii²} to the variance and saves no work.
   *
   * @param p probability of keeping an element, in (0, 1]
   * @return the scheme
   */
  public static ParameterDropout perElement(double p) {
    return new ParameterDropout(Kind.ELEMENT, probability(p), 1, 1);
  }

  /**
   * Keeps each tensor of a probe with probability {@code p} and scales the estimate by {@code 1/p}.
   * A dropped tensor's tangent is not computed. Adds {@code (1/p − 1)·Σ_t [V(H_tt) + (tr H_tt)²]}
   * to the variance, that is, it leaves the part between tensors as it is.
   *
   * @param p probability of keeping a tensor, in (0, 1]
   * @return the scheme
   */
  public static ParameterDropout perTensor(double p) {
    return new ParameterDropout(Kind.TENSOR, probability(p), 1, 1);
  }

  /**
   * Splits the parameters into groups of consecutive tensors, draws some groups at each step
   * without replacement, and gives each of them a direction of its own, so that there are no cross
   * terms between groups; the estimate is scaled by {@code groups / drawn}. With {@code G} groups
   * of which {@code n} are drawn, the variance is {@code (G/n)·Σ_g V(H_gg) + G·(G − n)/n·S²}, where
   * {@code S²} is the variance of the groups' traces, {@code Σ_g (tr H_gg − tr H/G)²/(G − 1)}. The
   * training option draws the groups once for all probes of a step, so several probes reduce the
   * first term only.
   *
   * @param groups number of groups, from 1 to the number of parameter tensors
   * @param drawn number of groups drawn at each step, from 1 to {@code groups}
   * @return the scheme
   */
  public static ParameterDropout blocks(int groups, int drawn) {
    if (groups < 1 || drawn < 1 || drawn > groups) {
      throw new HessianTraceException(
          String.format(
              "Parameter dropout blocks(%d, %d): expected 1 <= drawn <= groups.", groups, drawn),
          "draw at least one group and no more than there are.");
    }
    return new ParameterDropout(Kind.BLOCKS, 1.0, groups, drawn);
  }

  /**
   * Reads the form that {@link #toString} writes, such as {@code perElement(0.5)} or {@code
   * blocks(8, 2)}.
   *
   * @param text the text
   * @return the scheme
   * @throws HessianTraceException if the text is not a scheme
   */
  public static ParameterDropout parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      String first = matcher.group(2);
      switch (matcher.group(1)) {
        case "none":
          return none();
        case "perElement":
          return perElement(Double.parseDouble(first));
        case "perTensor":
          return perTensor(Double.parseDouble(first));
        default:
          return blocks(Integer.parseInt(first), Integer.parseInt(matcher.group(3)));
      }
    }
    throw new HessianTraceException(
        String.format("Parameter dropout '%s' is unknown.", text),
        "write none(), perElement(p), perTensor(p) or blocks(groups, drawn).");
  }

  private static double probability(double p) {
    if (!(p > 0.0 && p <= 1.0)) {
      throw new HessianTraceException(
          String.format("Parameter dropout: probability %s of keeping is outside (0, 1].", p),
          "give the probability with which a parameter keeps its probe, for instance 0.5.");
    }
    return p;
  }

  /**
   * What is dropped.
   *
   * @return the kind of dropout
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The probability of keeping.
   *
   * @return a number in (0, 1]; 1 unless the kind is ELEMENT or TENSOR
   */
  public double probability() {
    return probability;
  }

  /**
   * The number of groups.
   *
   * @return at least 1; 1 unless the kind is BLOCKS
   */
  public int groups() {
    return groups;
  }

  /**
   * The number of groups drawn at each step.
   *
   * @return from 1 to {@link #groups}
   */
  public int drawn() {
    return drawn;
  }

  /**
   * The factor that keeps the estimate unbiased.
   *
   * @return {@code 1/p} or {@code groups/drawn}
   */
  public double scale() {
    return kind == Kind.BLOCKS ? (double) groups / drawn : 1.0 / probability;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ParameterDropout)) {
      return false;
    }
    ParameterDropout that = (ParameterDropout) other;
    return kind == that.kind
        && Double.compare(probability, that.probability) == 0
        && groups == that.groups
        && drawn == that.drawn;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, probability, groups, drawn);
  }

  @Override
  public String toString() {
    switch (kind) {
      case ELEMENT:
        return "perElement(" + probability + ")";
      case TENSOR:
        return "perTensor(" + probability + ")";
      case BLOCKS:
        return "blocks(" + groups + ", " + drawn + ")";
      default:
        return "none()";
    }
  }
}

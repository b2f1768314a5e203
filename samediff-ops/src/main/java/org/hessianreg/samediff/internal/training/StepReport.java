package org.hessianreg.samediff.internal.training;

import java.util.Optional;
import java.util.function.Supplier;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.calculus.SingularOps;

/** What is said of a step whose penalty or gradient is not finite. Immutable. */
public final class StepReport {

  /** Of a step that computes nothing. */
  static final StepReport NONE = new StepReport(() -> "", Optional::empty);

  private static final String SMALLER =
      "use a smaller coefficient, clip gradients, or a lower learning rate";

  private static final String KEEP_AWAY =
      "; and keep the arguments of roots, powers, logarithms, quotients and norms away from zero.";

  private final Supplier<String> consequences;
  private final Supplier<Optional<SingularOps.Explanation>> explanation;

  /**
   * Creates a report.
   *
   * @param consequences names the parameter with the largest gradient, and says what has become of
   *     the parameters
   * @param explanation looks for an op with an infinite derivative
   */
  public StepReport(
      Supplier<String> consequences, Supplier<Optional<SingularOps.Explanation>> explanation) {
    this.consequences = consequences;
    this.explanation = explanation;
  }

  /** Something that only a number too large can have made. */
  HessianTraceException overflow(String what, int iteration, double coefficient) {
    return exception(what, iteration, coefficient, "", SMALLER + ".");
  }

  /** Something with an infinite derivative behind it, or a number too large. */
  HessianTraceException notFinite(String what, int iteration, double coefficient) {
    Optional<SingularOps.Explanation> found = explained();
    return found.isPresent()
        ? exception(what, iteration, coefficient, "; " + found.get().reason(), found.get().remedy())
        : exception(what, iteration, coefficient, "", SMALLER + KEEP_AWAY);
  }

  private Optional<SingularOps.Explanation> explained() {
    try {
      return explanation.get();
    } catch (RuntimeException e) {
      // To look at values must not hide what has happened.
      return Optional.empty();
    }
  }

  private HessianTraceException exception(
      String what, int iteration, double coefficient, String reason, String remedy) {
    return new HessianTraceException(
        String.format(
            "%s in iteration %d (coefficient %s)%s%s.",
            what, iteration, coefficient, reason, consequences.get()),
        remedy);
  }
}

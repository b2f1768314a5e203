package org.hessianreg.samediff.internal.training;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.hessianreg.samediff.HessianTraceException;

/** Which parameters an option gives a probe. */
public final class ProbedParameters {

  private ProbedParameters() {}

  /**
   * Chooses them.
   *
   * @param settings which ones are selected
   * @param trained names of all parameters that training moves, in the order of the network
   * @return names in the same order
   * @throws HessianTraceException if the option selects none of them, or its direction names
   *     another one: it would contribute nothing to any step
   */
  public static List<String> of(PenaltySettings settings, Collection<String> trained) {
    Predicate<String> selected = settings.estimator().parameters();
    if (settings.direction().isPresent()) {
      Set<String> moving = settings.direction().get().keySet();
      moving.forEach(name -> requireTrained(name, trained));
      selected = moving::contains;
    }
    List<String> probed = new ArrayList<>(trained);
    probed.removeIf(selected.negate());
    if (probed.isEmpty()) {
      throw new HessianTraceException(
          String.format("None of the parameters %s is selected for a probe.", trained),
          "correct the pattern or predicate, so that it selects at least one of them.");
    }
    return List.copyOf(probed);
  }

  private static void requireTrained(String name, Collection<String> trained) {
    if (!trained.contains(name)) {
      throw new HessianTraceException(
          String.format(
              "The direction names '%s', which the gradient of the loss does not train: it is frozen,"
                  + " a running average, or has no floating-point path to the loss.",
              name),
          String.format("leave it out; the parameters that are trained are %s.", trained));
    }
  }
}

package org.hessianreg.examples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Trains the same thing without and with the penalty from several seeds, and tabulates both. */
final class WithAndWithout {

  private static final String PLAIN = "no penalty";
  private static final String PENALISED = "Hessian trace";

  private final PrintWriter out;

  /**
   * @param out where progress and table go
   */
  WithAndWithout(PrintWriter out) {
    this.out = out;
  }

  /** Trains all and prints the table. */
  void run(int seeds, Training training) {
    List<Outcome> plain = new ArrayList<>();
    List<Outcome> penalised = new ArrayList<>();
    // Both in turns: whatever slows the machine down for a while hits both.
    for (int seed = 1; seed <= seeds; seed++) {
      plain.add(train(training, seed, false));
      penalised.add(train(training, seed, true));
    }
    out.println();
    out.println(row("method", "test accuracy (%)", "training loss", "tr H", "ms/step"));
    out.println(row(PLAIN, plain));
    out.println(row(PENALISED, penalised));
  }

  private Outcome train(Training training, int seed, boolean penalty) {
    out.printf("seed %d, %-13s ", seed, penalty ? PENALISED : PLAIN);
    out.flush();
    Outcome outcome = training.train(seed, penalty);
    out.printf(Locale.ROOT, " accuracy %.2f%%%n", 100 * outcome.accuracy());
    return outcome;
  }

  private static String row(String method, List<Outcome> outcomes) {
    List<Double> steps = new ArrayList<>();
    outcomes.forEach(outcome -> steps.addAll(outcome.stepMillis()));
    return row(
        method,
        Statistics.spread("%.2f", outcomes, outcome -> 100 * outcome.accuracy()),
        Statistics.spread("%.4f", outcomes, Outcome::loss),
        trace(outcomes),
        String.format(Locale.ROOT, "%.1f", Statistics.median(steps)));
  }

  private static String trace(List<Outcome> outcomes) {
    return outcomes.stream().allMatch(outcome -> outcome.trace().isPresent())
        ? Statistics.spread("%.1f", outcomes, outcome -> outcome.trace().getAsDouble())
        : "-";
  }

  private static String row(String... cells) {
    return String.format("%-13s %19s %19s %17s %9s", (Object[]) cells);
  }

  /** One training run. */
  interface Training {

    /**
     * Trains from the start; may print dots as it goes on.
     *
     * @param seed decides whatever is random
     * @param penalty whether to train with the penalty
     */
    Outcome train(int seed, boolean penalty);
  }
}

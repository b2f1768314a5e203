package org.hessianreg.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.hessianreg.examples.internal.TextTable;

/** Formats what the methods cost on one network. */
final class CostTable {

  private static final double MEGABYTE = 1024.0 * 1024.0;
  private static final String NONE = "-";

  /**
   * A plain step multiplies with each weight three times: forward, and backward to the input and to
   * the weight. A penalised one does so 5 times forward, for {@code y = x·w}, {@code y₁ = x₁·w +
   * x·v} and {@code y₂ = x₂·w + 2·x₁·v}, 5 times back to the three coefficients of the input, and 3
   * times to the weight.
   */
  private static final double LIMIT = 13.0 / 3.0;

  private CostTable() {}

  /** What the columns are. */
  static String legend() {
    return String.join(
        System.lineSeparator(),
        "ms/step and x plain: medians over the rounds; a method takes turns with plain steps.",
        "MB: peak of the process while it trains, garbage collected before each step; net: without",
        "what a process occupies that has built the network and not trained; at end: with whatever",
        "garbage there was in the whole run. Ratios are to plain training in the same framework.",
        "ops: native calls of a step, with a penalty if the method has one.",
        "blocks-8-1 and blocks-8-8: groups of tensors, fewer than eight where there are fewer"
            + " tensors.",
        "");
  }

  static String format(NetworkCost costs) {
    TextTable table =
        new TextTable(
            "method",
            "ms/step",
            "x plain",
            "(min–max)",
            "ops",
            "MB",
            "MB net",
            "x plain MB net",
            "MB at end");
    costs.methods().stream().findFirst().ifPresent(plain -> block(table, costs.methods(), plain));
    Optional<Cost> peer = costs.of(PeerMethod.PLAIN.label());
    peer.ifPresent(plain -> block(table, costs.peers(), plain));
    StringBuilder text = new StringBuilder();
    text.append(costs.network()).append(": ").append(costs.description());
    text.append(System.lineSeparator()).append(table.format());
    appendMissing(text, costs.missing());
    compare(text, costs, Method.PLAIN, PeerMethod.PLAIN);
    compare(text, costs, Method.HESSIAN, PeerMethod.TRIPLE_BACKWARD);
    compareWithLimit(text, costs);
    return text.toString();
  }

  /** Ratios are to the plain training of the same framework. */
  private static void block(TextTable table, List<Cost> costs, Cost plain) {
    for (Cost cost : costs) {
      Spread ratio = cost.ratio().dividedBy(plain.ratio().median());
      OptionalInt ops = cost.ops();
      table.add(
          cost.method(),
          Figures.number("%.2f", cost.millis().median()),
          Figures.number("%.2f", ratio.median()),
          cost == plain ? NONE : Figures.range(ratio),
          ops.isPresent() ? Figures.count(ops.getAsInt()) : NONE,
          megabytes(cost.memory(), cost.memory().total()),
          megabytes(cost.memory(), cost.memory().net()),
          cost.memory().isKnown()
              ? Figures.number("%.2f", (double) cost.memory().net() / plain.memory().net())
              : NONE,
          megabytes(cost.memory(), cost.memory().end()));
      if (cost.method().equals(Method.INTERVAL_10.label())) {
        Spread between = cost.medianRatio();
        table.add(
            "  between penalties",
            "",
            Figures.number("%.2f", between.median()),
            Figures.range(between),
            "",
            "");
      }
    }
  }

  private static String megabytes(Memory memory, long bytes) {
    return memory.isKnown() ? Figures.number("%.0f", bytes / MEGABYTE) : NONE;
  }

  private static void appendMissing(StringBuilder text, Map<String, String> missing) {
    new TreeMap<>(missing)
        .forEach(
            (method, reason) ->
                text.append(method)
                    .append(": ")
                    .append(reason.lines().findFirst().orElse(""))
                    .append(System.lineSeparator()));
  }

  private static void compareWithLimit(StringBuilder text, NetworkCost costs) {
    Optional<Cost> mine = costs.of(Method.HESSIAN.label());
    Optional<Cost> plain = costs.of(PeerMethod.PLAIN.label());
    if (mine.isPresent() && plain.isPresent()) {
      text.append(
          String.format(
              Locale.ROOT,
              "A step of %s takes %.2f of the arithmetic's limit at PyTorch's speed, 13/3 of the"
                  + " time of %s.%n",
              Method.HESSIAN.label(),
              mine.get().ratio().median() / (LIMIT * plain.get().ratio().median()),
              PeerMethod.PLAIN.label()));
    }
  }

  /** Both ratios are to the plain steps beside them, so that their quotient is fair. */
  private static void compare(StringBuilder text, NetworkCost costs, Method ours, PeerMethod peer) {
    Optional<Cost> mine = costs.of(ours.label());
    Optional<Cost> other = costs.of(peer.label());
    if (mine.isPresent() && other.isPresent()) {
      double factor = other.get().ratio().median() / mine.get().ratio().median();
      text.append(
          String.format(
              Locale.ROOT,
              "A step of %s takes %.2f of the time of %s: it is %.2f times %s.%n",
              ours.label(),
              1.0 / factor,
              peer.label(),
              Math.max(factor, 1.0 / factor),
              factor >= 1.0 ? "faster" : "slower"));
    }
  }
}

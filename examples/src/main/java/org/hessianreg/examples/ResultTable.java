package org.hessianreg.examples;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.hessianreg.examples.internal.TextTable;

/** Formats the runs as a table: one line per method, mean ± standard deviation over the seeds. */
final class ResultTable {

  private final OptionalDouble coefficient;

  /**
   * @param coefficient what the user asked for; empty for each method's own default
   */
  ResultTable(OptionalDouble coefficient) {
    this.coefficient = coefficient;
  }

  String format(List<RunResult> results) {
    TextTable table =
        new TextTable(
            "method", "coefficient", "test accuracy (%)", "training loss", "tr H", "ms/step");
    for (Method method : Method.values()) {
      List<RunResult> runs =
          results.stream().filter(r -> r.method() == method).collect(Collectors.toList());
      if (!runs.isEmpty()) {
        add(table, method, runs);
      }
    }
    return table.format();
  }

  private void add(TextTable table, Method method, List<RunResult> runs) {
    List<Double> steps =
        runs.stream().flatMap(r -> r.stepMillis().stream()).collect(Collectors.toList());
    table.add(
        method.label(),
        method == Method.NONE
            ? "-"
            : String.format(Locale.ROOT, "%.2g", method.coefficient(coefficient)),
        Statistics.spread("%.2f", runs, r -> 100 * r.accuracy()),
        Statistics.spread("%.4f", runs, RunResult::loss),
        Statistics.spread("%.1f", runs, RunResult::finalTrace),
        String.format(Locale.ROOT, "%.1f", Statistics.median(steps)));
  }
}

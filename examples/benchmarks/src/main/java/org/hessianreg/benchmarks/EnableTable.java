package org.hessianreg.benchmarks;

import java.util.List;
import org.hessianreg.examples.internal.TextTable;

/** Formats how the time before training grows with a graph. */
final class EnableTable {

  private static final double MILLIS = 1e3;

  private EnableTable() {}

  static String format(List<EnableTimes> all) {
    TextTable table =
        new TextTable(
            "ops",
            "enable s",
            "ms/op",
            "createGradFunction s",
            "plain first step s",
            "hessian first step s");
    for (EnableTimes times : all) {
      table.add(
          Figures.count(times.ops()),
          Figures.number("%.2f", times.enable()),
          Figures.number("%.2f", times.enable() / times.ops() * MILLIS),
          Figures.number("%.2f", times.gradientFunction()),
          Figures.number("%.2f", times.plainStep()),
          Figures.number("%.2f", times.penalisedStep()));
    }
    return "SameDiff graphs of growing size: seconds before training; first steps without"
        + " createGradFunction, which is SameDiff's own part"
        + System.lineSeparator()
        + table.format();
  }
}

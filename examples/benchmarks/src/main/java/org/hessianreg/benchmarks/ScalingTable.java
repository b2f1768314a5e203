package org.hessianreg.benchmarks;

import java.util.List;
import org.hessianreg.examples.internal.TextTable;

/** Formats how the cost of a step grows with the size of a perceptron. */
final class ScalingTable {

  private ScalingTable() {}

  static String format(Scaling scaling) {
    String end = System.lineSeparator();
    return "perceptrons of growing depth and of growing width, batches of 128"
        + end
        + table(scaling)
        + "Over depth, by least squares:"
        + end
        + fit("plain step", scaling.plainStep(), "ops")
        + fit("hessian step", scaling.penalisedStep(), "ops")
        + fit("plain first step", scaling.plainFirst(), "depth")
        + fit("hessian first step", scaling.penalisedFirst(), "depth");
  }

  private static String table(Scaling scaling) {
    TextTable table =
        new TextTable(
            "depth",
            "width",
            "plain ms",
            "ops",
            "first ms",
            "hessian ms",
            "ops",
            "first ms",
            "x plain",
            "(min–max)");
    rows(table, scaling.depths());
    rows(table, scaling.widths());
    return table.format();
  }

  private static void rows(TextTable table, List<ScalingPoint> points) {
    for (ScalingPoint point : points) {
      StepFigures plain = point.plain();
      StepFigures penalised = point.penalised();
      Spread ratio = point.ratio();
      table.add(
          Figures.count(point.depth()),
          Figures.count(point.width()),
          Figures.number("%.2f", plain.millis()),
          Figures.count(plain.ops()),
          Figures.number("%.0f", plain.firstMillis()),
          Figures.number("%.2f", penalised.millis()),
          Figures.count(penalised.ops()),
          Figures.number("%.0f", penalised.firstMillis()),
          Figures.number("%.2f", ratio.median()),
          Figures.range(ratio));
    }
  }

  private static String fit(String what, LineFit fit, String x) {
    return "  " + fit.format(what + ": ms", x) + System.lineSeparator();
  }
}

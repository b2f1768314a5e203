package org.hessianreg.benchmarks;

import java.util.Comparator;
import java.util.Locale;
import java.util.TreeMap;
import org.hessianreg.examples.internal.TextTable;

/** Formats the noise of estimators on one network, the best first. */
final class NoiseTable {

  private NoiseTable() {}

  /** What the columns are. */
  static String legend() {
    return String.join(
        System.lineSeparator(),
        "x plain: the time of a penalised step, in plain steps; rel. std: of an estimate of the"
            + " trace,",
        "relative to the trace; rel. var: total variance of the penalty's gradient, relative to its",
        "squared norm. Averaging over n steps divides a variance by n and takes n times as long: the",
        "smaller var·cost, the better the estimator. The best for the gradient comes first.",
        "");
  }

  static String format(NetworkNoise noise) {
    TextTable table =
        new TextTable(
            "curvature",
            "scheme",
            "draws",
            "ms/step",
            "x plain",
            "tr: mean",
            "rel. std",
            "var·cost",
            "gradient: rel. var",
            "var·cost");
    noise.estimators().stream()
        .sorted(Comparator.comparingDouble(EstimatorNoise::gradientProduct))
        .forEach(estimator -> row(table, estimator));
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s after %d plain steps, at a loss of %.2f; %d tensors%n",
            noise.network(),
            noise.start().steps(),
            noise.start().loss(),
            noise.start().tensors()));
    text.append(table.format());
    new TreeMap<>(noise.missing())
        .forEach(
            (estimator, reason) ->
                text.append(estimator).append(": ").append(reason).append(System.lineSeparator()));
    return text.toString();
  }

  private static void row(TextTable table, EstimatorNoise noise) {
    NoiseSample sample = noise.sample();
    table.add(
        noise.curvature(),
        noise.scheme(),
        Figures.count(sample.draws()),
        Figures.number("%.1f", sample.millis()),
        Figures.number("%.2f", noise.cost()),
        Figures.number("%.4g", sample.traceMean()),
        Figures.number("%.3f", noise.traceDeviation()),
        Figures.number("%.3g", noise.traceProduct()),
        Figures.number("%.3g", noise.gradientVariance()),
        Figures.number("%.3g", noise.gradientProduct()));
  }
}

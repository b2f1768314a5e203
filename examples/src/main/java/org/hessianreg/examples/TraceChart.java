package org.hessianreg.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws how the trace of the Hessian develops: one curve per method, the mean over the seeds. */
final class TraceChart {

  private TraceChart() {}

  /**
   * @param file where the PNG goes; must end in {@code .png}
   */
  static void write(List<RunResult> results, Path file) throws IOException {
    CurveChart chart =
        new CurveChart(
            "Trace of the Hessian of the training loss", "epoch", "tr H (mean over the seeds)");
    for (Method method : Method.values()) {
      List<List<Double>> runs =
          results.stream()
              .filter(r -> r.method() == method)
              .map(RunResult::traces)
              .collect(Collectors.toList());
      if (!runs.isEmpty()) {
        chart.add(method.label(), meanCurve(runs));
      }
    }
    chart.write(file);
  }

  private static Map<Integer, Double> meanCurve(List<List<Double>> runs) {
    return IntStream.range(0, runs.get(0).size())
        .boxed()
        .collect(
            Collectors.toMap(
                i -> i,
                i ->
                    Statistics.mean(
                        runs.stream().map(r -> r.get(i)).collect(Collectors.toList()))));
  }
}

package org.hessianreg.examples;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws how the trace of the Hessian develops: one curve per method, the mean over the seeds. */
final class TraceChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  private TraceChart() {}

  /**
   * @param file where the PNG goes; must end in {@code .png}
   */
  static void write(List<RunResult> results, Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Trace of the Hessian of the training loss")
            .xAxisTitle("epoch")
            .yAxisTitle("tr H (mean over the seeds)")
            .build();
    Map<Method, List<Double>> curves = curves(results);
    curves.forEach((method, curve) -> addSeries(chart, method.label(), curve));
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisLogarithmic(spansDecade(curves.values()));
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  /**
   * Whether a logarithmic axis shows more: methods that differ by factors need one, values within a
   * decade would get no labels, and a random estimate of a small trace can come out negative.
   */
  private static boolean spansDecade(Collection<List<Double>> curves) {
    DoubleSummaryStatistics range =
        curves.stream()
            .flatMap(List::stream)
            .filter(Double::isFinite)
            .mapToDouble(Double::doubleValue)
            .summaryStatistics();
    return range.getMin() > 0 && range.getMax() >= 10 * range.getMin();
  }

  private static Map<Method, List<Double>> curves(List<RunResult> results) {
    Map<Method, List<Double>> curves = new LinkedHashMap<>();
    for (Method method : Method.values()) {
      List<List<Double>> runs =
          results.stream()
              .filter(r -> r.method() == method)
              .map(RunResult::traces)
              .collect(Collectors.toList());
      if (!runs.isEmpty()) {
        curves.put(method, meanCurve(runs));
      }
    }
    return curves;
  }

  private static List<Double> meanCurve(List<List<Double>> runs) {
    return IntStream.range(0, runs.get(0).size())
        .mapToObj(
            i -> Statistics.mean(runs.stream().map(r -> r.get(i)).collect(Collectors.toList())))
        .collect(Collectors.toList());
  }

  /** Points that are not finite (a run that diverged) are left out. */
  private static void addSeries(XYChart chart, String name, List<Double> curve) {
    List<Integer> epochs = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int epoch = 0; epoch < curve.size(); epoch++) {
      if (Double.isFinite(curve.get(epoch))) {
        epochs.add(epoch);
        values.add(curve.get(epoch));
      }
    }
    if (!values.isEmpty()) {
      chart.addSeries(name, epochs, values).setMarker(SeriesMarkers.NONE);
    }
  }
}

package org.hessianreg.examples;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws curves into a PNG file. */
final class CurveChart {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  private final String title;
  private final String xAxis;
  private final String yAxis;
  private final Map<String, SortedMap<Integer, Double>> curves = new LinkedHashMap<>();

  CurveChart(String title, String xAxis, String yAxis) {
    this.title = title;
    this.xAxis = xAxis;
    this.yAxis = yAxis;
  }

  /** Adds a curve. Points that are not finite (a run that diverged) are left out. */
  void add(String name, Map<Integer, Double> points) {
    SortedMap<Integer, Double> finite = new TreeMap<>(points);
    finite.values().removeIf(value -> !Double.isFinite(value));
    if (!finite.isEmpty()) {
      curves.put(name, finite);
    }
  }

  /**
   * Draws what was added.
   *
   * @param file where the PNG goes; must end in {@code .png}
   */
  void write(Path file) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    curves.forEach(
        (name, curve) ->
            chart
                .addSeries(name, new ArrayList<>(curve.keySet()), new ArrayList<>(curve.values()))
                .setMarker(SeriesMarkers.NONE));
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisLogarithmic(spansDecade());
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  /**
   * Whether a logarithmic axis shows more: curves that differ by factors need one, values within a
   * decade would get no labels, and a random estimate of a small trace can come out negative.
   */
  private boolean spansDecade() {
    List<Double> values = new ArrayList<>();
    curves.values().forEach(curve -> values.addAll(curve.values()));
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return least > 0 && most >= 10 * least;
  }
}

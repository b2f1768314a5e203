package org.hessianreg.benchmarks;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws how the cost of a step grows: with the ops that it executes where depth differs, beside the
 * straight line that fits best, and with width.
 */
final class ScalingChart {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 560;

  private ScalingChart() {}

  /**
   * @param file where the PNG goes; must end in {@code .png}
   */
  static void write(Scaling scaling, Path file) throws IOException {
    BitmapEncoder.saveBitmap(
        List.of(depth(scaling), width(scaling)), 1, 2, file.toString(), BitmapFormat.PNG);
  }

  private static XYChart depth(Scaling scaling) {
    List<ScalingPoint> points = scaling.depths();
    XYChart chart = chart("Growing depth", "ops executed in a step");
    points(chart, "plain", points, p -> p.plain().ops(), p -> p.plain().millis());
    points(chart, "hessian", points, p -> p.penalised().ops(), p -> p.penalised().millis());
    LineFit fit = scaling.penalisedStep();
    double end = points.stream().mapToDouble(p -> p.penalised().ops()).max().orElse(0.0);
    chart
        .addSeries(
            fit.format("ms", "ops"), new double[] {0, end}, new double[] {fit.at(0), fit.at(end)})
        .setMarker(SeriesMarkers.NONE);
    return chart;
  }

  private static XYChart width(Scaling scaling) {
    XYChart chart = chart("Growing width", "width");
    List<ScalingPoint> points = scaling.widths();
    points(chart, "plain", points, ScalingPoint::width, p -> p.plain().millis())
        .setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    points(chart, "hessian", points, ScalingPoint::width, p -> p.penalised().millis())
        .setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    return chart;
  }

  private static XYChart chart(String title, String x) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle("ms/step")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  private static XYSeries points(
      XYChart chart,
      String name,
      List<ScalingPoint> points,
      ToDoubleFunction<ScalingPoint> x,
      ToDoubleFunction<ScalingPoint> y) {
    XYSeries series =
        chart.addSeries(
            name,
            points.stream().mapToDouble(x).toArray(),
            points.stream().mapToDouble(y).toArray());
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    return series;
  }
}

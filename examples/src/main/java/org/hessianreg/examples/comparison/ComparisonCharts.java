package org.hessianreg.examples.comparison;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws a setting's results. */
final class ComparisonCharts {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 620;
  private static final double PERCENT = 100;
  private static final double MARGIN = 1;

  private ComparisonCharts() {}

  /** Draws the test accuracies, and the search where there were penalties in it. */
  static List<Path> write(SettingResult result, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    files.add(folder.resolve("accuracy-" + result.setting().id() + ".png"));
    BitmapEncoder.saveBitmap(accuracies(result), files.get(0).toString(), BitmapFormat.PNG);
    if (result.methods().stream().anyMatch(method -> method.method().isPenalty())) {
      files.add(folder.resolve("strength-" + result.setting().id() + ".png"));
      BitmapEncoder.saveBitmap(strengths(result), files.get(1).toString(), BitmapFormat.PNG);
    }
    return files;
  }

  private static CategoryChart accuracies(SettingResult result) {
    List<String> labels = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Double> halfWidths = new ArrayList<>();
    double least = PERCENT;
    double most = 0;
    for (MethodResult method : result.methods()) {
      Sample accuracy = method.accuracy();
      double halfWidth = accuracy.count() < 2 ? 0 : accuracy.halfWidth();
      labels.add(method.method().label());
      means.add(PERCENT * accuracy.mean());
      halfWidths.add(PERCENT * halfWidth);
      least = Math.min(least, PERCENT * (accuracy.mean() - halfWidth));
      most = Math.max(most, PERCENT * (accuracy.mean() + halfWidth));
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Test accuracy: " + result.setting().label())
            .yAxisTitle("mean and 95 % interval (%)")
            .build();
    chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisLabelRotation(45);
    chart.getStyler().setYAxisMin(Math.floor(least - MARGIN));
    chart.getStyler().setYAxisMax(Math.ceil(most + MARGIN));
    chart.addSeries("accuracy", labels, means, halfWidths);
    return chart;
  }

  private static XYChart strengths(SettingResult result) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Search: " + result.setting().label())
            .xAxisTitle("coefficient of the penalty")
            .yAxisTitle("validation accuracy, one run (%)")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisLogarithmic(true);
    for (MethodResult method : result.methods()) {
      if (method.method().isPenalty()) {
        List<Double> strengths = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        for (Outcome outcome : method.search()) {
          strengths.add(outcome.task().strength());
          accuracies.add(PERCENT * outcome.accuracy());
        }
        chart.addSeries(method.method().label(), strengths, accuracies);
      }
    }
    return chart;
  }
}

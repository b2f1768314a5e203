package org.hessianreg.benchmarks;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws what a step costs, in plain steps: a group of bars for each network. */
final class CostChart {

  private static final int WIDTH = 1200;
  private static final int HEIGHT = 700;

  private CostChart() {}

  /**
   * Draws nothing where there is nothing but plain training.
   *
   * @param file where the PNG goes; must end in {@code .png}
   */
  static void write(List<NetworkCost> networks, Path file) throws IOException {
    Set<String> methods = methods(networks);
    if (methods.isEmpty()) {
      return;
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Cost of a training step")
            .xAxisTitle("network")
            .yAxisTitle("times a plain step of SameDiff")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setAvailableSpaceFill(0.9);
    List<String> names = networks.stream().map(NetworkCost::network).collect(Collectors.toList());
    for (String method : methods) {
      List<Double> ratios = new ArrayList<>();
      for (NetworkCost network : networks) {
        ratios.add(network.of(method).map(cost -> cost.ratio().median()).orElse(null));
      }
      chart.addSeries(method, names, ratios);
    }
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  /** All but plain training, whose bars would all be 1. */
  private static Set<String> methods(List<NetworkCost> networks) {
    Set<String> methods = new LinkedHashSet<>();
    for (NetworkCost network : networks) {
      network.methods().stream().skip(1).map(Cost::method).forEach(methods::add);
      network.peers().stream().map(Cost::method).forEach(methods::add);
    }
    return methods;
  }
}

package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceChartTest {
  @TempDir private Path folder;

  @Tag("slow")
  @Test
  void drawsPositiveTraces() throws IOException {
    assertDrawn(List.of(100.0, 50.0, 10.0));
  }

  @Tag("slow")
  @Test
  void drawsTracesBelowZero() throws IOException {
    assertDrawn(List.of(100.0, 50.0, -1.0));
  }

  @Tag("slow")
  @Test
  void drawsWhatThereIsOfARunThatDiverged() throws IOException {
    assertDrawn(List.of(100.0, 50.0, Double.NaN));
    assertDrawn(List.of(Double.NaN, Double.NaN, Double.NaN));
  }

  private void assertDrawn(List<Double> traces) throws IOException {
    Path file = folder.resolve("chart.png");
    List<Double> plain = List.of(90.0, 90.0, 90.0);

    TraceChart.write(List.of(run(Method.NONE, plain), run(Method.SEHT_H, traces)), file);

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(900);
  }

  private static RunResult run(Method method, List<Double> traces) {
    return new RunResult(method, 1.0, 0.0, traces, List.of());
  }
}

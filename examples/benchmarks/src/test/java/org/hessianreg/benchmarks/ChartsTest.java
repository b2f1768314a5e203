package org.hessianreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {

  @TempDir private Path folder;

  @Test
  void drawsCostsThatWereNotMeasuredOnEveryNetwork() throws IOException {
    Path file = folder.resolve("cost.png");
    NetworkCost first =
        new NetworkCost(
            Network.of("mlp"),
            List.of(Samples.cost("plain", 10.0, 10.0), Samples.cost("hessian", 10.0, 25.0)),
            List.of(Samples.cost("pytorch-plain", 10.0, 12.0)),
            Map.of());
    NetworkCost second =
        new NetworkCost(
            Network.of("cnn"),
            List.of(Samples.cost("plain", 10.0, 10.0), Samples.cost("interval-10", 10.0, 11.0)),
            List.of(),
            Map.of("pytorch-plain", "not installed"));

    CostChart.write(List.of(first, second), file);

    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1200);
  }

  @Test
  void drawsNothingOfPlainTrainingAlone() throws IOException {
    Path file = folder.resolve("cost.png");
    Cost plain = Samples.cost("plain", 10.0, 10.0);

    CostChart.write(
        List.of(new NetworkCost(Network.of("mlp"), List.of(plain), List.of(), Map.of())), file);

    assertThat(file).doesNotExist();
  }

  @Test
  void drawsHowTheCostGrows() throws IOException {
    Path file = folder.resolve("scaling.png");

    ScalingChart.write(Samples.scaling(), file);

    assertThat(ImageIO.read(file.toFile()).getWidth()).isPositive();
  }
}

package org.hessianreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.Curvature;
import org.junit.jupiter.api.Test;

class TablesTest {

  @Test
  void comparesMethodsWithThePlainOneOfTheirFramework() {
    NetworkCost costs =
        new NetworkCost(
            Network.of("mlp"),
            List.of(
                Samples.cost("plain", 10.0, 10.0).withOps(17),
                Samples.cost("hessian", 10.0, 25.0).withOps(114),
                Samples.cost("interval-10", 10.0, 11.0)),
            List.of(
                Samples.cost("pytorch-plain", 10.0, 20.0),
                Samples.cost("pytorch-triple-backward", 10.0, 50.0)),
            Map.of("pytorch-jvp", "no forward mode\nfor this op"));

    List<String> lines = Samples.lines(CostTable.format(costs));

    assertThat(lines.get(0)).isEqualTo("mlp: 784-512-512-10 with ReLU, batches of 128");
    assertThat(lines.get(1)).contains("method", "ms/step", "x plain", "ops", "MB net");
    assertThat(lines.get(2)).matches("plain +10\\.00 +1\\.00 +- +17 +3 +2 +1\\.00 +4");
    assertThat(lines.get(3))
        .matches("hessian +25\\.00 +2\\.50 +2\\.50–2\\.50 +114 +3 +2 +1\\.00 +4");
    assertThat(lines.get(5)).matches("  between penalties +1\\.10 +1\\.10–1\\.10");
    assertThat(lines.get(7)).matches("pytorch-triple-backward +50\\.00 +2\\.50 .*");
    assertThat(lines.subList(8, lines.size()))
        .containsExactly(
            "pytorch-jvp: no forward mode",
            "A step of plain takes 0.50 of the time of pytorch-plain: it is 2.00 times faster.",
            "A step of hessian takes 0.50 of the time of pytorch-triple-backward: it is 2.00 times"
                + " faster.",
            "A step of hessian takes 0.29 of the arithmetic's limit at PyTorch's speed, 13/3 of the"
                + " time of pytorch-plain.");
  }

  @Test
  void showsHowTheCostGrows() {
    List<String> lines = Samples.lines(ScalingTable.format(Samples.scaling()));

    assertThat(lines.get(2)).matches("2 +128 +2\\.00 +10 +100 +8\\.00 +40 +200 +4\\.00 +.*");
    assertThat(lines).anyMatch(line -> line.contains("hessian step: ms = 0.000 + 0.2000 · ops"));
  }

  @Test
  void ranksEstimatorsByTheNoiseOfTheirGradients() {
    Signal signal = new Signal(10.0, 4.0);
    NetworkNoise noise =
        new NetworkNoise(
            "mlp",
            new StartingPoint(7, 0.9, 6),
            List.of(
                new EstimatorNoise(
                    new Estimator(Curvature.HESSIAN, Scheme.JOINT),
                    new NoiseSample(20, 11.0, 4.0, 40.0, 30.0, 10.0),
                    signal),
                new EstimatorNoise(
                    new Estimator(Curvature.GAUSS_NEWTON, Scheme.TENSOR),
                    new NoiseSample(20, 9.0, 1.0, 8.0, 25.0, 10.0),
                    signal)),
            Map.of("hessian-blocks-each", "too many"));

    List<String> lines = Samples.lines(NoiseTable.format(noise));

    assertThat(lines.get(0)).isEqualTo("mlp after 7 plain steps, at a loss of 0.90; 6 tensors");
    assertThat(lines.get(2))
        .matches(
            "gauss-newton +tensor-0\\.25 +20 +25\\.0 +2\\.50 +9\\.000 +0\\.100 .* 2\\.00 +5\\.00");
    assertThat(lines.get(3)).matches("hessian +joint .* 10\\.0 +30\\.0");
    assertThat(lines.get(4)).isEqualTo("hessian-blocks-each: too many");
  }
}

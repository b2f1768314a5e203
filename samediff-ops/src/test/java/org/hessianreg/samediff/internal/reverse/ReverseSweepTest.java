package org.hessianreg.samediff.internal.reverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.SameShape;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gradients of small graphs, against closed forms. */
class ReverseSweepTest {

  private static final double ROUNDING = 1e-12;

  private final SameDiff sd = SameDiff.create();
  private final SDVariable w = sd.var("w", Nd4j.createFromArray(0.5, -1.5));
  private final SDVariable b = sd.var("b", Nd4j.createFromArray(2.0, 3.0));

  /** The gradients with respect to both parameters. */
  private Map<String, INDArray> gradients(Map<String, Double> seeds) {
    GraphAddition addition = GraphAddition.begin(sd, "sweep");
    return values(run(addition, seeds, List.of("w", "b")));
  }

  private Map<String, SDVariable> run(
      GraphAddition addition, Map<String, Double> seeds, List<String> parameters) {
    Map<String, SDVariable> cotangents = new LinkedHashMap<>();
    seeds.forEach((name, seed) -> cotangents.put(name, sd.constant(Nd4j.scalar(seed))));
    return new ReverseSweep(sd, addition).run(cotangents, parameters);
  }

  private Map<String, INDArray> values(Map<String, SDVariable> variables) {
    Map<String, INDArray> values = new LinkedHashMap<>();
    variables.forEach(
        (name, x) -> values.put(name, sd.output(Map.of(), x.name()).get(x.name()).dup()));
    return values;
  }

  private static void assertClose(INDArray actual, double... expected) {
    assertThat(actual.shape()).isEqualTo(new long[] {expected.length});
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual.getDouble(i)).isCloseTo(expected[i], within(ROUNDING));
    }
  }

  @Test
  void ofAProduct() {
    w.mul(b).sum("loss");
    Map<String, INDArray> gradients = gradients(Map.of("loss", 1.0));
    assertClose(gradients.get("w"), 2, 3);
    assertClose(gradients.get("b"), 0.5, -1.5);
  }

  @Test
  void ofASeedOtherThanOne() {
    w.mul(b).sum("loss");
    assertClose(gradients(Map.of("loss", -0.5)).get("w"), -1, -1.5);
  }

  /** {@code w⁴ + 3w² + w} along three paths of one variable, two of which meet before. */
  @Test
  void contributionsToWhatIsReadSeveralTimesAddUp() {
    SDVariable square = w.mul(w);
    square.mul(square).add(square.mul(3.0)).add(w).sum("loss");
    assertClose(
        gradients(Map.of("loss", 1.0)).get("w"),
        4 * 0.125 + 6 * 0.5 + 1,
        4 * -3.375 + 6 * -1.5 + 1);
  }

  @Test
  void ofSeveralLossesWithWeights() {
    sd.math().square(w).sum("first");
    w.mul(b).sum("second");
    Map<String, Double> seeds = new LinkedHashMap<>();
    seeds.put("first", 1.0);
    seeds.put("second", 0.3);
    Map<String, INDArray> gradients = gradients(seeds);
    assertClose(gradients.get("w"), 1 + 0.6, -3 + 0.9);
    assertClose(gradients.get("b"), 0.15, -0.45);
  }

  /** The second loss is computed from the first, whose own cotangent is added. */
  @Test
  void ofALossThatAnotherLossIsComputedFrom() {
    SDVariable first = sd.math().square(w).sum("first");
    sd.math().square("second", first);
    Map<String, Double> seeds = new LinkedHashMap<>();
    seeds.put("first", 1.0);
    seeds.put("second", 2.0);
    double factor = 1 + 2 * 2 * 2.5;
    assertClose(gradients(seeds).get("w"), 2 * 0.5 * factor, 2 * -1.5 * factor);
  }

  @Test
  void ofAnOpOfWhichOneOutputIsUsed() {
    SDVariable[] parts = sd.split(w, 2, 0);
    sd.math().square(parts[1]).sum("loss");
    assertClose(gradients(Map.of("loss", 1.0)).get("w"), 0, -3);
  }

  @Test
  void whatALossDoesNotDependOnHasNoGradient() {
    w.mul(b).sum("beside");
    sd.math().square(w).sum("loss");
    Map<String, INDArray> gradients = gradients(Map.of("loss", 1.0));
    assertThat(gradients).containsOnlyKeys("w");
    assertClose(gradients.get("w"), 1, -3);
  }

  @Test
  void whatIsNotAskedForHasNone() {
    w.mul(b).sum("loss");
    GraphAddition addition = GraphAddition.begin(sd, "sweep");
    assertThat(run(addition, Map.of("loss", 1.0), List.of("b"))).containsOnlyKeys("b");
  }

  @Test
  void aBroadcastParameterHasAGradientOfItsShape() {
    SDVariable x = sd.constant(Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}, {5, 6}}));
    x.add(b).mul(w).sum("loss");
    Map<String, INDArray> gradients = gradients(Map.of("loss", 1.0));
    assertClose(gradients.get("w"), 9 + 6, 12 + 9);
    assertClose(gradients.get("b"), 1.5, -4.5);
  }

  @Test
  void throughIntegersThereIsNoPath() {
    sd.math().floor(w).castTo(DataType.INT32).castTo(DataType.DOUBLE).mul(b).sum("loss");
    Map<String, INDArray> gradients = gradients(Map.of("loss", 1.0));
    assertThat(gradients).containsOnlyKeys("b");
    assertClose(gradients.get("b"), 0, -2);
  }

  /** {@code √max(w, 0)}: the derivative of the root is infinite where the unit is off. */
  @Test
  void anInfiniteCotangentStopsWhereAUnitIsOff() {
    sd.math().sqrt(sd.nn().relu(w, 0)).sum("loss");
    assertClose(gradients(Map.of("loss", 1.0)).get("w"), 0.5 / Math.sqrt(0.5), 0);
  }

  @Test
  void aFiniteCotangentIsMultiplied() {
    sd.math().square(sd.nn().relu(w, 0)).sum("loss");
    assertClose(gradients(Map.of("loss", 1.0)).get("w"), 1, 0);
  }

  @Test
  void shapesAreExpectedOfWhatIsAppended() {
    w.mul(b).sum("loss");
    GraphAddition addition = GraphAddition.begin(sd, "sweep");
    run(addition, Map.of("loss", 1.0), List.of("w", "b"));
    assertThat(addition.sameShapes()).extracting(SameShape::variable).contains("w", "b");
  }

  @Test
  void nothingIsNamedAsSameDiffNamesGradientsAndAllCanBeTakenOut() {
    w.mul(b).sum("loss");
    var before = List.copyOf(sd.getVariables().keySet());
    GraphAddition addition = GraphAddition.begin(sd, "sweep");
    run(addition, Map.of("loss", 1.0), List.of("w", "b"));
    assertThat(sd.getVariables().keySet()).noneMatch(name -> name.endsWith("-grad"));
    addition.detach();
    assertThat(sd.getVariables().keySet()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void anOpThatCannotBeDifferentiatedIsRefused() {
    sd.nn().dropout("dropped", w, 0.5).sum("loss");
    assertThatThrownBy(() -> gradients(Map.of("loss", 1.0)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'dropped'", "no usable backward op")
        .hasMessageContaining("Fix: ");
  }
}

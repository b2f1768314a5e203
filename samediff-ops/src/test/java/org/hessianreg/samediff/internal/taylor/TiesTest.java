package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hessianreg.samediff.Differences;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.reverse.ReverseSweep;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Two elements that tie for an extremum share it: first coefficient and gradient are the mean of
 * the derivatives to both sides, which a central difference quotient is.
 */
class TiesTest {

  static Stream<Named<RuleCase.Body>> functions() {
    return Stream.of(
        body("scatterMax", (sd, x) -> sd.scatterMax(zeros(sd), ids(sd, 0, 0, 1, 2), x[0])),
        body("scatterMin", (sd, x) -> sd.scatterMin(zeros(sd), ids(sd, 0, 1, 1, 2), x[0])),
        body("scatterMax of parameters", (sd, x) -> sd.scatterMax(x[0], ids(sd, 1, 0, 2, 3), x[0])),
        body("segmentMax", (sd, x) -> sd.segmentMax(x[0], ids(sd, 0, 0, 1, 1))),
        body("segmentMin", (sd, x) -> sd.segmentMin(x[0], ids(sd, 0, 1, 1, 1))),
        body("unsortedSegmentMax", (sd, x) -> sd.unsortedSegmentMax(x[0], ids(sd, 1, 1, 0, 0), 2)),
        body("unsortedSegmentMin", (sd, x) -> sd.unsortedSegmentMin(x[0], ids(sd, 1, 0, 0, 0), 2)));
  }

  private static Named<RuleCase.Body> body(String name, RuleCase.Body body) {
    return Named.of(name, body);
  }

  private static SDVariable zeros(SameDiff sd) {
    return sd.constant(Nd4j.createFromArray(0.5, 0.0, 0.0).reshape(3, 1).mul(Nd4j.ones(3, 2)));
  }

  private static SDVariable ids(SameDiff sd, int... ids) {
    return sd.constant(Nd4j.createFromArray(ids));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void coefficientAndGradientAreTheMeanOfBothSides(RuleCase.Body body) {
    SameDiff sd = SameDiff.create();
    INDArray at = Nd4j.createFromArray(new double[][] {{2, 1}, {2, -1}, {-3, -1}, {0, 1}});
    INDArray along = Nd4j.createFromArray(new double[][] {{1, 3}, {2, -1}, {5, 4}, {-2, 0.5}});
    SDVariable x = sd.var("x", at.dup());
    body.of(sd, x).sum("loss");
    double expected = Differences.firstOfTwoPoints(t -> valueAt(sd, at.add(along.mul(t))), 1e-4);
    valueAt(sd, at);
    new HessianOps(sd)
        .gradientDot("gv", sd.getVariable("loss"), Map.of("x", sd.constant("v", along)));
    assertThat(sd.getVariable("gv").eval().getDouble(0)).isCloseTo(expected, within(1e-7));
    assertThat(gradient(sd).mul(along).sumNumber().doubleValue()).isCloseTo(expected, within(1e-7));
  }

  private static double valueAt(SameDiff sd, INDArray x) {
    sd.getVariable("x").getArr().assign(x);
    return sd.getVariable("loss").eval().getDouble(0);
  }

  private static INDArray gradient(SameDiff sd) {
    GraphAddition addition = GraphAddition.begin(sd, "ties");
    Map<String, SDVariable> seed = Map.of("loss", sd.constant("one", Nd4j.scalar(1.0)));
    SDVariable gradient = new ReverseSweep(sd, addition).run(seed, List.of("x")).get("x");
    addition.commit(List.of(gradient.name()));
    return gradient.eval();
  }
}

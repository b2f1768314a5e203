package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.ImageResizeMethod;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Resizing that ND4J computes in FLOAT alone. It is linear, so that equal values of random images
 * mean equal derivatives; and what {@code fit} applies is that of the gradient by hand.
 */
class ImageResizeTest {

  /** A way to resize, with a name. */
  private static final class Case {

    private final String name;
    private final OneOpGraph.Body body;

    Case(String name, OneOpGraph.Body body) {
      this.name = name;
      this.body = body;
    }

    SameDiff graph(INDArray image) {
      SameDiff sd = SameDiff.create();
      SDVariable w = sd.var("w", image.dup());
      SDVariable y = body.of(sd, w.mul(2.0)).rename("y");
      sd.math().square(y).sum("loss");
      sd.setLossVariables("loss");
      return sd;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (ImageResizeMethod method : ImageResizeMethod.values()) {
      for (boolean antialias : new boolean[] {false, true}) {
        cases.add(
            new Case(
                method + " " + antialias,
                (sd, w) -> sd.image().imageResize(w[0], size(sd, 2, 7), false, antialias, method)));
      }
    }
    for (boolean corners : new boolean[] {false, true}) {
      cases.add(
          new Case(
              "bicubic " + corners,
              (sd, w) -> sd.image().resizeBiCubic(w[0], size(sd, 6, 5), corners, !corners)));
    }
    return cases;
  }

  private static SDVariable size(SameDiff sd, int height, int width) {
    return sd.constant(Nd4j.createFromArray(height, width));
  }

  private static INDArray image(DataType type) {
    Nd4j.getRandom().setSeed(4);
    return Nd4j.rand(type, 2, 3, 4, 2);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void theCopyComputesTheSame(Case resize) {
    SameDiff sd = resize.graph(image(DataType.FLOAT));
    SameDiff copy = Compositions.of(sd, List.of("loss")).copy();
    INDArray expected = sd.output(Map.of(), "y").get("y");
    INDArray computed = copy.output(Map.of(), "y").get("y");
    assertThat(computed.shape()).isEqualTo(expected.shape());
    assertThat(computed.sub(expected).amaxNumber().doubleValue()).isLessThan(2e-6);
  }

  /** The loss is quadratic: {@code w·∇L = 2L}, and the penalty's gradient is zero. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void theStepIsTheGradient(Case resize) {
    for (double coefficient : List.of(0.0, 0.5)) {
      INDArray start = image(DataType.FLOAT);
      SameDiff sd = resize.graph(start);
      double loss = sd.output(Map.of(), "loss").get("loss").getDouble(0);
      OneOpGraph.configured(
          sd, HessianTraceRegularization.builder().coefficient(coefficient).build());
      sd.getTrainingConfig().setUpdater(new Sgd(1.0));
      sd.placeHolder("x", DataType.FLOAT);
      HessianTrace.enable(sd);
      OneOpGraph.graph("any", resize.body).fed(Nd4j.zeros(DataType.FLOAT, 1)).fit(sd);
      INDArray applied = start.sub(sd.getVariable("w").getArr());
      assertThat(applied.mul(start).sumNumber().doubleValue())
          .isCloseTo(2 * loss, within(1e-4 * loss));
    }
  }

  private static void requireRefusal(SameDiff sd, String... message) {
    sd.placeHolder("x", DataType.FLOAT);
    OneOpGraph.configured(sd, HessianTraceRegularization.builder().coefficient(0.1).build());
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message)
        .hasMessageContainingAll("Variable 'y'", "Fix: ");
    assertThat(sd.getListeners()).isEmpty();
    assertThat(sd.getFunction("grad")).isNull();
  }

  /** ND4J's own is not even linear there. */
  @Tag("slow")
  @Test
  void bicubicInDoubleIsRefused() {
    Case resize =
        new Case("double", (sd, w) -> sd.image().resizeBiCubic(w[0], size(sd, 5, 3), false, false));
    requireRefusal(resize.graph(image(DataType.DOUBLE)), "(resize_bicubic)", "FLOAT");
  }

  @Tag("slow")
  @Test
  void aKeptAspectRatioIsRefused() {
    Case resize =
        new Case(
            "ratio",
            (sd, w) ->
                sd.image()
                    .imageResize(
                        w[0], size(sd, 5, 3), true, false, ImageResizeMethod.ResizeBilinear));
    requireRefusal(resize.graph(image(DataType.FLOAT)), "(image_resize)", "aspect ratio");
  }
}

package org.hessianreg.samediff.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.factory.Nd4j;

/** What can be a loss, a parameter, or moved, in a graph of two parameters. */
class LossChecksTest {

  private static SameDiff graph() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 2);
    SDVariable late = sd.var("declared first, used last", Nd4j.ones(DataType.DOUBLE, 2, 2));
    SDVariable early = sd.var("early", Nd4j.ones(DataType.DOUBLE, 2, 2));
    SDVariable cut = sd.var("cut", Nd4j.ones(DataType.DOUBLE, 2));
    SDVariable counted = sd.var("counted", Nd4j.ones(DataType.DOUBLE, 2));
    sd.var("whole", Nd4j.createFromArray(1, 2));
    SDVariable count = sd.gt(counted, sd.constant(0.0)).castTo("count", DataType.DOUBLE);
    SDVariable hidden =
        sd.math()
            .tanh(
                "hidden", x.mmul(early).add(new StopGradient(sd, cut).outputVariable()).mul(count));
    hidden.mmul(late).sum("loss");
    sd.math().square("squares", early);
    sd.constant("fixed", Nd4j.createFromArray(1.0)).sum("nothing learnt");
    sd.math().floor(x).castTo(DataType.INT32).sum("integer");
    return sd;
  }

  @Test
  void aScalarIsALoss() {
    LossChecks.requireLoss(graph(), "loss");
  }

  @Test
  void parametersAreInTheOrderOfTheirUse() {
    assertThat(LossChecks.parametersOf(graph(), List.of("loss"), name -> true))
        .containsExactly("early", "declared first, used last");
  }

  @Test
  void parametersAreSelected() {
    assertThat(LossChecks.parametersOf(graph(), List.of("loss"), "early"::equals))
        .containsExactly("early");
  }

  @Test
  void parametersAndWhatIsComputedFromThemDependOnThem() {
    SameDiff sd = graph();
    assertThat(LossChecks.dependsOnParameters(sd.getVariable("early"))).isTrue();
    assertThat(LossChecks.dependsOnParameters(sd.getVariable("loss"))).isTrue();
    assertThat(LossChecks.dependsOnParameters(sd.getVariable("x"))).isFalse();
    assertThat(LossChecks.dependsOnParameters(sd.getVariable("nothing learnt"))).isFalse();
  }

  @Test
  void parametersPlaceholdersAndConstantsCanBeMoved() {
    for (String name : List.of("early", "x", "fixed")) {
      assertThat(LossChecks.requireSource(graph(), name).name()).isEqualTo(name);
    }
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refused(() -> LossChecks.requireLoss(graph(), "lost"), "Loss 'lost'", "no variable"),
        refused(() -> LossChecks.requireLoss(graph(), "integer"), "'integer'", "type INT", "FLOAT"),
        refused(
            () -> LossChecks.requireLoss(graph(), "squares"),
            "'squares'",
            "square",
            "not a scalar"),
        refused(() -> LossChecks.requireLoss(graph(), "early"), "'early' (op none)"),
        refused(() -> LossChecks.requireParameter(graph(), "w"), "'w'", "early"),
        refused(() -> LossChecks.requireParameter(graph(), "x"), "'x'", "PLACEHOLDER", "early"),
        refused(() -> LossChecks.requireParameter(graph(), "whole"), "'whole'", "type INT"),
        refused(() -> LossChecks.requireSource(graph(), "y"), "'y'", "no variable"),
        refused(() -> LossChecks.requireSource(graph(), "hidden"), "'hidden'", "ARRAY"),
        refused(() -> LossChecks.requireSource(graph(), "whole"), "'whole'", "type INT"),
        refused(
            () -> LossChecks.parametersOf(graph(), List.of("nothing learnt"), name -> true),
            "[nothing learnt]",
            "no trainable"),
        refused(
            () -> LossChecks.parametersOf(graph(), List.of("loss"), "cut"::equals),
            "None of the parameters [early, declared first, used last]"));
  }

  private static Arguments refused(Executable call, String... message) {
    return Arguments.of(String.join(", ", message), call, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void isRefused(String name, Executable call, String[] message) {
    assertThatThrownBy(call::execute)
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message)
        .hasMessageContaining("Fix: ");
  }
}

package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Ops that are refused by name when the derivatives are built, with what to write instead. */
class RefusedOpsTest {

  static Stream<Arguments> ops() {
    return Stream.of(
        refused(
            "upsampling2d by one factor",
            (sd, in) -> sd.cnn().upsampling2d(in[0].reshape(1, 1, 2, 4), 2),
            "upsampling2d(x, factor, factor, true)"),
        refused(
            "upsampling3d of channels last",
            (sd, in) -> sd.cnn().upsampling3d(in[0].reshape(1, 2, 2, 1, 2), false, 2, 2, 2),
            "permute the channels"));
  }

  private static Arguments refused(String name, RuleCase.Body body, String... message) {
    return Arguments.of(named(name, body), List.of(message));
  }

  @ParameterizedTest
  @MethodSource("ops")
  void isRefusedByName(RuleCase.Body body, List<String> message) {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.linspace(DataType.DOUBLE, 0.3, 0.1, 8).reshape(2, 4));
    SDVariable loss = body.of(sd, w).sum("loss");
    sd.setLossVariables("loss");
    HessianOps ops = new HessianOps(sd);
    SDVariable v = sd.constant("v", Nd4j.ones(DataType.DOUBLE, 2, 4));
    assertThatThrownBy(() -> ops.quadraticForm("vhv", loss, Map.of("w", v)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message.toArray(new String[0]))
        .hasMessageContainingAll("Variable '", "Mend: ");
  }

  @Test
  void upsamplingByOneFactorFailsInNd4j() {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.ones(DataType.DOUBLE, 1, 1, 2, 2));
    SDVariable y = sd.cnn().upsampling2d(w, 2);
    assertThatThrownBy(y::eval).isInstanceOf(RuntimeException.class);
  }

  @Test
  void upsamplingOfVolumesTakesTheSecondDimensionForTheChannels() {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.ones(DataType.DOUBLE, 1, 2, 3, 4, 5));
    SDVariable y = sd.cnn().upsampling3d(w, false, 2, 2, 2);
    assertThat(y.eval().shape()).containsExactly(1, 2, 6, 8, 10);
  }
}

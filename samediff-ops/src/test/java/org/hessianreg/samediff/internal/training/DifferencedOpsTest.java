package org.hessianreg.samediff.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.HutchinsonConfig;
import org.hessianreg.samediff.UserArcTangent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Which ops may be named in {@code differences}, and the estimate inside of a user's graph. */
class DifferencedOpsTest {

  private static SameDiff graph() {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.linspace(DataType.DOUBLE, 0.3, 0.1, 4).reshape(2, 2));
    sd.math().tanh("h", w);
    return sd;
  }

  private static SDVariable lossOf(SDVariable y) {
    return y.getSameDiff().math().square(y).sum("loss");
  }

  private static HutchinsonConfig naming(String... names) {
    return HutchinsonConfig.builder().differences(names).build();
  }

  interface Output {
    SDVariable of(SameDiff sd, SDVariable h);
  }

  private static Arguments refused(String what, Output output, String named, String... message) {
    return Arguments.of(what, output, named, List.of(message));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        refused(
            "not in the graph",
            (sd, h) -> UserArcTangent.of(h, h.add(2.0)),
            "user_arctangent",
            "'user_arctangent'",
            "no op of that name lies between",
            "[user_arc_tangent]"),
        refused(
            "not on the path",
            (sd, h) -> h.mul(sd.cumprod(sd.constant(Nd4j.ones(2, 2)), 1).castTo(h.dataType())),
            "cumprod",
            "'cumprod'",
            "no op of that name lies between"),
        refused("rule", (sd, h) -> h.mul(2.0), "tanh", "'h'", "(tanh)", "exact rule", "remove it"),
        refused("wrong", (sd, h) -> sd.cumprod(h, 1), "cumprod", "(cumprod)", "wrongly", "slices"),
        refused(
            "random",
            (sd, h) -> sd.nn().dropout(h, 0.5),
            "dropout",
            "(dropout)",
            "no function of its inputs alone"),
        refused(
            "without doDiff",
            (sd, h) -> sd.linalg().cholesky(h.mmul(sd.transpose(h))),
            "cholesky",
            "(cholesky)",
            "doDiff",
            "cannot be used"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void isRefused(String what, Output output, String named, List<String> message) {
    SameDiff sd = graph();
    SDVariable loss = lossOf(output.of(sd, sd.getVariable("h")));
    Set<String> before = Set.copyOf(sd.getVariables().keySet());
    HessianOps ops = new HessianOps(sd);
    assertThatThrownBy(() -> ops.trace("trace", loss, naming(named)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message.toArray(new String[0]))
        .hasMessageContaining("Fix: ");
    assertThat(sd.getVariables().keySet()).isEqualTo(before);
  }

  @Test
  void anOpWithoutRuleIsRefusedWithThatFix() {
    SameDiff sd = graph();
    SDVariable h = sd.getVariable("h");
    SDVariable loss = lossOf(UserArcTangent.of(h, h.add(2.0)));
    HessianOps ops = new HessianOps(sd);
    assertThatThrownBy(() -> ops.trace("trace", loss, naming()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("has no rule")
        .hasMessageContaining("differences(\"user_arc_tangent\")");
  }

  @Test
  void theEstimateIsTheTraceAndTrains() {
    SameDiff sd = graph();
    SDVariable h = sd.getVariable("h");
    SDVariable loss = lossOf(UserArcTangent.of(h, h.add(2.0)));
    SameDiff exact = graph();
    SDVariable other = exact.getVariable("h");
    SDVariable exactLoss = lossOf(exact.math().atan2(other, other.add(2.0)));
    double[] made = estimate(sd, loss, naming(UserArcTangent.NAME));
    double[] right = estimate(exact, exactLoss, naming());
    assertThat(made).hasSameSizeAs(right);
    for (int i = 0; i < right.length; i++) {
      assertThat(made[i]).isCloseTo(right[i], within(1e-6));
    }
  }

  /** The trace, exact here as the Hessian is diagonal, and SameDiff's gradient of it. */
  private static double[] estimate(SameDiff sd, SDVariable loss, HutchinsonConfig config) {
    new HessianOps(sd).trace("trace", loss, config);
    sd.setLossVariables("trace");
    INDArray gradient = sd.calculateGradients(Map.of(), "w").get("w");
    double trace = sd.getVariable("trace").eval().getDouble(0);
    return Nd4j.concat(0, Nd4j.createFromArray(trace), gradient.reshape(-1)).toDoubleVector();
  }
}

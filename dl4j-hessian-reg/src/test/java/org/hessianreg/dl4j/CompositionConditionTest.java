package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hessianreg.dl4j.OneOpGraph.graph;

import java.util.List;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.GraphState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Steps that fail by name, because what an op is written with is not finite. */
class CompositionConditionTest {

  static Stream<Arguments> graphs() {
    return Stream.of(
        Arguments.of(
            graph(
                    "where",
                    (sd, w) -> {
                      SDVariable x = w[0].sub(0.8);
                      return sd.where(sd.math().log(x), x, x.gt(0.0));
                    })
                .parameter(3, 4),
            List.of("(Where)", "both of which must be finite")),
        Arguments.of(
            graph(
                    "cumprod",
                    (sd, w) -> sd.cumprod(w[0].mul(w[0].gt(0.8).castTo(w[0].dataType())), 1))
                .parameter(3, 4),
            List.of("(cumprod)", "zero")));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void theStepFailsAndLeavesTheParameters(OneOpGraph graph, List<String> message) {
    for (double coefficient : new double[] {0.0, 0.1}) {
      SameDiff sd =
          OneOpGraph.configured(
              graph.build(), HessianTraceRegularization.builder().coefficient(coefficient).build());
      INDArray before = sd.getVariable("w0").getArr().dup();
      var state = GraphState.of(sd);
      HessianTrace.enable(sd);
      assertThatThrownBy(() -> graph.fit(sd))
          .isInstanceOf(HessianTraceException.class)
          .hasMessageContainingAll(message.toArray(new String[0]))
          .hasMessageContaining("Fix: ");
      assertThat(sd.getVariable("w0").getArr()).isEqualTo(before);
      HessianTrace.disable(sd);
      assertThat(GraphState.of(sd)).isEqualTo(state);
      assertThat(sd.getFunction("grad")).isNull();
    }
  }
}

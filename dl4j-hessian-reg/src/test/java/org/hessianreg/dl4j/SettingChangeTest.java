package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** The penalty is that of the settings that the network trains with at each step. */
class SettingChangeTest {

  static Stream<SettingChange> changes() {
    return SettingChanges.all();
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void thePenaltyFollows(SettingChange problem) {
    HessianTraceRegularization option =
        HessianTraceRegularization.builder()
            .coefficient(0.05)
            .parameterPattern(problem.trained())
            .seed(4)
            .build();
    Model net = problem.network();
    Model plain = problem.network();
    Model copy = problem.network();
    Model unchanged = problem.network();
    DataSet batch = problem.batch();
    HessianTrace trace = DenseNetworks.enable(net, option);
    DenseNetworks.enable(unchanged, option);
    plain.setListeners(new DifferencePenalty(option, copy, iteration -> batch));
    for (int step = 0; step < 3; step++) {
      if (step == 2) {
        problem.applyTo(net);
        problem.applyTo(plain);
        problem.applyTo(copy);
      }
      plain.params().assign(net.params());
      unchanged.params().assign(net.params());
      DenseNetworks.fit(net, batch);
      DenseNetworks.fit(plain, batch);
      DenseNetworks.fit(unchanged, batch);
      assertThat(distance(net, plain, problem.trained())).as("step %d", step).isLessThan(1e-7);
    }
    assertThat(distance(net, unchanged, problem.trained())).isGreaterThan(1e-5);
    assertThat(trace.history()).hasSize(3);
  }

  /** Vertices have copied their settings when they were made. */
  @Test
  void aChangeThatTheNetworkDoesNotFollowStopsTraining() {
    ComputationGraph net =
        new ComputationGraph(
            DenseNetworks.conf(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("x")
                .addLayer("dense", DenseNetworks.hidden(), "x")
                .addVertex("scaled", new ScaleVertex(0.5), "dense")
                .addLayer("out", DenseNetworks.output(), "scaled")
                .setOutputs("out")
                .build());
    net.init();
    DataSet batch = DenseNetworks.batches(1, DataType.DOUBLE).get(0);
    HessianTrace.enable(net, HessianTraceRegularization.builder().coefficient(0.05).build());
    net.fit(batch);
    ((ScaleVertex) net.getConfiguration().getVertices().get("scaled")).setScaleFactor(2.0);
    INDArray before = net.params().dup();
    assertThatThrownBy(() -> net.fit(batch))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("Deeplearning4j may not follow the change");
    assertThat(net.params()).isEqualTo(before);
  }

  private static double distance(Model a, Model b, String trained) {
    double square = 0;
    for (Map.Entry<String, INDArray> entry : a.paramTable().entrySet()) {
      if (entry.getKey().matches(trained)) {
        square += entry.getValue().squaredDistance(b.paramTable().get(entry.getKey()));
      }
    }
    return Math.sqrt(square) / b.params().norm2Number().doubleValue();
  }
}

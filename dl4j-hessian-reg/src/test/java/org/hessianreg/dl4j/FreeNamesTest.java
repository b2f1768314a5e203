package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Whatever a user calls variables and layers, the penalty is the same. */
class FreeNamesTest {

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.05).gradientBound(0.5);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hessian_0",
        "hessian_0_",
        "hessian_0/weight",
        "hessian_0/v0_w1",
        "hessian_0/one_loss",
        "hessian_0/0/add",
        "hessian_0_place/start",
        "hessian_1/weight",
        "loss_order/0"
      })
  void ofVariables(String name) {
    assertThat(parameters(name)).isEqualTo(parameters("usual"));
  }

  private static Map<String, INDArray> parameters(String name) {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.getVariable("loss").add("total", sd.var(name, Nd4j.ones(DataType.DOUBLE, 2)).sum());
    sd.setLossVariables("total");
    sd.setTrainingConfig(
        SmallNetwork.config(new Sgd(0.1), option().parameterPattern("[wb][0-9]").build()));
    HessianTrace trace = HessianTrace.enable(sd);
    SmallNetwork.batches(2, DataType.DOUBLE).forEach(sd::fit);
    assertThat(trace.history()).hasSize(2);
    Map<String, INDArray> parameters = SmallNetwork.parameters(sd);
    parameters.remove(name);
    return parameters;
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hessian_0",
        "hessian_0/weight",
        "check",
        "check/one",
        "in",
        "in/features",
        "in/gradient/out",
        "features/x",
        "gradient/out",
        "layer_out",
        "layer_hidden",
        "out/labels",
        "score",
        "a:1",
        "a b"
      })
  void ofLayers(String name) {
    ComputationGraph odd = graph(name);
    ComputationGraph usual = graph("hidden");
    List<DataSet> batches = DenseNetworks.batches(2, DataType.DOUBLE);
    for (ComputationGraph net : List.of(odd, usual)) {
      HessianTrace trace = HessianTrace.enable(net, option().parameterPattern("out_[Wb]").build());
      DenseNetworks.fit(net, batches);
      assertThat(trace.history()).hasSize(2);
    }
    assertThat(odd.params()).isEqualTo(usual.params());
  }

  private static ComputationGraph graph(String hidden) {
    ComputationGraph net =
        new ComputationGraph(
            DenseNetworks.conf(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("x")
                .addLayer(hidden, DenseNetworks.hidden(), "x")
                .addLayer("out", DenseNetworks.output(), hidden)
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }
}

package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.ParameterDropout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A user may open a workspace around each call of {@code fit}: it changes nothing. */
@Tag("slow")
class WorkspaceTest {

  private static final int STEPS = 5;

  /** Trains and returns the parameters; each step is run by what is given. */
  private interface Training {
    List<INDArray> run(HessianTraceRegularization option, Consumer<Runnable> stepper);
  }

  static List<Arguments> cases() {
    Map<String, Training> trainings = new LinkedHashMap<>();
    trainings.put("SameDiff", WorkspaceTest::graph);
    trainings.put(
        "MultiLayerNetwork",
        (option, stepper) ->
            network(DenseNetworks.layers(DenseNetworks.conf(DataType.DOUBLE)), option, stepper));
    trainings.put(
        "ComputationGraph",
        (option, stepper) ->
            network(DenseNetworks.graph(DenseNetworks.conf(DataType.DOUBLE)), option, stepper));
    Map<String, HessianTraceRegularization> options = new LinkedHashMap<>();
    options.put("joint", option().build());
    options.put("blocks", option().dropout(ParameterDropout.blocks(3, 2)).build());
    options.put("tensor dropout", option().dropout(ParameterDropout.perTensor(0.5)).build());
    options.put("element dropout", option().dropout(ParameterDropout.perElement(0.5)).build());
    options.put("bounded", option().gradientBound(0.5).build());
    options.put("Gauss-Newton", option().curvature(Curvature.GAUSS_NEWTON).build());
    List<Arguments> cases = new ArrayList<>();
    trainings.forEach(
        (kind, training) ->
            options.forEach(
                (name, option) -> cases.add(Arguments.of(kind + ", " + name, training, option))));
    return cases;
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.05).seed(3);
  }

  private static List<INDArray> graph(
      HessianTraceRegularization option, Consumer<Runnable> stepper) {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option));
    HessianTrace.enable(sd);
    for (DataSet batch : SmallNetwork.batches(STEPS, DataType.DOUBLE)) {
      stepper.accept(() -> sd.fit(batch));
    }
    return List.copyOf(SmallNetwork.parameters(sd).values());
  }

  private static List<INDArray> network(
      Model net, HessianTraceRegularization option, Consumer<Runnable> stepper) {
    DenseNetworks.enable(net, option);
    for (DataSet batch : DenseNetworks.batches(STEPS, DataType.DOUBLE)) {
      stepper.accept(() -> DenseNetworks.fit(net, batch));
    }
    return List.of(net.params());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void trainingInAWorkspaceIsTheSame(
      String name, Training training, HessianTraceRegularization option) {
    List<INDArray> outside = training.run(option, Runnable::run);
    assertThat(training.run(option, step -> inside("OUTER", step))).isEqualTo(outside);
    assertThat(training.run(option, step -> inside("OUTER", () -> inside("INNER", step))))
        .as("nested")
        .isEqualTo(outside);
  }

  private static void inside(String workspace, Runnable step) {
    WorkspaceConfiguration configuration =
        WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    Supplier<MemoryWorkspace> open =
        () -> Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, workspace);
    try (MemoryWorkspace opened = open.get()) {
      step.run();
    }
  }
}

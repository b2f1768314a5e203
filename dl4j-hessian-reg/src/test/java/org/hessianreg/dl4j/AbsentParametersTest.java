package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.ParameterDropout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Recurrent weights do not reach the loss of sequences of one step. They contribute nothing there,
 * and which parameters share a direction is the same for all minibatches.
 */
@Tag("slow")
class AbsentParametersTest {

  private static final int FEATURES = 3;
  private static final int UNITS = 2;
  private static final int[] STEPS = {1, 3, 1, 2, 1, 1};

  /** Fourth-order quotients of the network's own gradient, of which twelve are added. */
  private static final double TOLERANCE = 1e-6;

  private static Map<String, Supplier<Model>> networks() {
    Map<String, Supplier<Model>> networks = new LinkedHashMap<>();
    networks.put("LSTM", () -> layers(new LSTM.Builder().nIn(FEATURES).nOut(UNITS).build()));
    networks.put(
        "SimpleRnn", () -> layers(new SimpleRnn.Builder().nIn(FEATURES).nOut(UNITS).build()));
    networks.put(
        "Bidirectional",
        () ->
            layers(
                new Bidirectional(
                    Bidirectional.Mode.ADD, new LSTM.Builder().nIn(FEATURES).nOut(UNITS).build())));
    networks.put("graph", AbsentParametersTest::graph);
    return networks;
  }

  private static Model layers(Layer recurrent) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            DenseNetworks.conf(DataType.DOUBLE)
                .list()
                .layer(recurrent)
                .layer(output())
                .setInputType(InputType.recurrent(FEATURES))
                .build());
    net.init();
    return net;
  }

  private static Model graph() {
    ComputationGraph net =
        new ComputationGraph(
            DenseNetworks.conf(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("x")
                .addLayer("rnn", new SimpleRnn.Builder().nIn(FEATURES).nOut(UNITS).build(), "x")
                .addLayer("out", output(), "rnn")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(FEATURES))
                .build());
    net.init();
    return net;
  }

  private static RnnOutputLayer output() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nIn(UNITS)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.05).seed(7);
  }

  private static Map<String, Function<Model, HessianTraceRegularization>> options() {
    Map<String, Function<Model, HessianTraceRegularization>> options = new LinkedHashMap<>();
    options.put("all", net -> option().build());
    options.put(
        "a group for each tensor",
        net -> {
          int tensors = net.paramTable().size();
          return option().dropout(ParameterDropout.blocks(tensors, tensors)).build();
        });
    options.put(
        "two of three groups", net -> option().dropout(ParameterDropout.blocks(3, 2)).build());
    options.put(
        "tensor dropout",
        net -> option().probes(2).dropout(ParameterDropout.perTensor(0.5)).build());
    options.put("recurrent weights only", net -> option().parameterPattern(".*RW").build());
    options.put(
        "Gauss-Newton of recurrent weights",
        net -> option().curvature(Curvature.GAUSS_NEWTON).parameterPattern(".*RW").build());
    options.put("bounded", net -> option().parameterPattern(".*W").gradientBound(0.1).build());
    options.put(
        "a direction",
        net -> {
          Map<String, INDArray> direction = new LinkedHashMap<>();
          net.paramTable()
              .forEach(
                  (name, array) -> {
                    if (name.endsWith("RW") || name.endsWith("out_W")) {
                      direction.put(name, Nd4j.onesLike(array));
                    }
                  });
          return option().direction(direction).build();
        });
    return options;
  }

  static Stream<Arguments> everything() {
    List<Arguments> rows = new ArrayList<>();
    networks().forEach((net, n) -> options().forEach((o, f) -> rows.add(Arguments.of(net, o))));
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everything")
  void theyContributeNothingInABatchOfOneStep(String network, String name) {
    Model actual = networks().get(network).get();
    HessianTraceRegularization option = options().get(name).apply(actual);
    HessianTrace trace = DenseNetworks.enable(actual, option);
    Model expected = networks().get(network).get();
    if (option.curvature() == Curvature.HESSIAN) {
      expected.setListeners(
          new DifferencePenalty(option, networks().get(network).get(), i -> batch(i)));
    }
    for (int i = 0; i < STEPS.length; i++) {
      DenseNetworks.fit(actual, batch(i));
      DenseNetworks.fit(expected, batch(i));
      boolean absent = STEPS[i] == 1 && option.settings().estimator().parameters().test("0_RW");
      if (absent
          && !option.settings().estimator().parameters().test("0_W")
          && option.settings().direction().isEmpty()) {
        assertThat(trace.history().get(i).quadraticForm()).isZero();
      }
    }
    assertThat(trace.history()).hasSize(STEPS.length);
    if (option.curvature() == Curvature.HESSIAN) {
      assertThat(actual.params().distance2(expected.params()))
          .isLessThan(TOLERANCE * expected.params().norm2Number().doubleValue());
    }
  }

  private static DataSet batch(int iteration) {
    Random random = new Random(iteration);
    INDArray x = Nd4j.create(DataType.DOUBLE, 4, FEATURES, STEPS[iteration]);
    for (long i = 0; i < x.length(); i++) {
      x.putScalar(i, random.nextGaussian());
    }
    INDArray y = Nd4j.zeros(DataType.DOUBLE, 4, 2, STEPS[iteration]);
    for (int row = 0; row < 4; row++) {
      for (int t = 0; t < STEPS[iteration]; t++) {
        y.putScalar(new int[] {row, random.nextInt(2), t}, 1.0);
      }
    }
    return new DataSet(x, y);
  }
}

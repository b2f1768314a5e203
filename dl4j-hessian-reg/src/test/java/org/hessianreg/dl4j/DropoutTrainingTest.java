package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** That the penalty leaves the random numbers of networks with dropout alone. */
@Tag("slow")
class DropoutTrainingTest {

  private static final int STEPS = 50;

  static Stream<IDropout> dropouts() {
    return Stream.of(
        new Dropout(0.6), new AlphaDropout(0.6), new GaussianDropout(0.3), new GaussianNoise(0.5));
  }

  @ParameterizedTest
  @MethodSource("dropouts")
  void zeroCoefficientLeavesARunAsItIs(IDropout dropout) {
    for (Supplier<Model> network : networks(dropout)) {
      assertThat(trained(network.get(), 0.0)).isEqualTo(trained(network.get(), null));
    }
  }

  @ParameterizedTest
  @MethodSource("dropouts")
  void disablingLeavesARunAsItIs(IDropout dropout) {
    for (Supplier<Model> network : networks(dropout)) {
      Model net = network.get();
      enable(net, 0.1);
      if (net instanceof MultiLayerNetwork) {
        HessianTrace.disable((MultiLayerNetwork) net);
      } else {
        HessianTrace.disable((ComputationGraph) net);
      }
      assertThat(trained(net, null)).isEqualTo(trained(network.get(), null));
    }
  }

  @ParameterizedTest
  @MethodSource("dropouts")
  void penalisedStepDrawsWhatAPlainStepDraws(IDropout dropout) {
    for (Supplier<Model> network : networks(dropout)) {
      Model plain = network.get();
      Model penalised = network.get();
      enable(penalised, 0.1);
      List<IDropout> configured = dropoutsOf(penalised);
      Nd4j.getRandom().setSeed(5);
      fit(plain);
      float next = Nd4j.getRandom().nextFloat();
      Nd4j.getRandom().setSeed(5);
      fit(penalised);
      assertThat(Nd4j.getRandom().nextFloat()).isEqualTo(next);
      assertThat(penalised.params()).isNotEqualTo(plain.params());
      List<IDropout> after = dropoutsOf(penalised);
      for (int i = 0; i < after.size(); i++) {
        assertThat(after.get(i)).isSameAs(configured.get(i));
      }
    }
  }

  private static INDArray trained(Model net, Double coefficient) {
    if (coefficient != null) {
      enable(net, coefficient);
    }
    Nd4j.getRandom().setSeed(5);
    for (int i = 0; i < STEPS; i++) {
      fit(net);
    }
    return net.params();
  }

  private static void enable(Model net, double coefficient) {
    HessianTraceRegularization reg =
        HessianTraceRegularization.builder().coefficient(coefficient).build();
    if (net instanceof MultiLayerNetwork) {
      HessianTrace.enable((MultiLayerNetwork) net, reg);
    } else {
      HessianTrace.enable((ComputationGraph) net, reg);
    }
  }

  private static void fit(Model net) {
    INDArray x = Nd4j.linspace(DataType.DOUBLE, -1.0, 0.1, 24).reshape(6, 4);
    INDArray labels = Nd4j.eye(3).castTo(DataType.DOUBLE);
    DataSet batch = new DataSet(x, Nd4j.vstack(labels, labels));
    if (net instanceof MultiLayerNetwork) {
      ((MultiLayerNetwork) net).fit(batch);
    } else {
      ((ComputationGraph) net).fit(batch);
    }
  }

  private static List<IDropout> dropoutsOf(Model net) {
    var layers =
        net instanceof MultiLayerNetwork
            ? ((MultiLayerNetwork) net).getLayers()
            : ((ComputationGraph) net).getLayers();
    return Stream.of(layers)
        .map(layer -> layer.conf().getLayer().getIDropout())
        .collect(Collectors.toList());
  }

  private static List<Supplier<Model>> networks(IDropout dropout) {
    return List.of(
        () -> {
          MultiLayerNetwork net =
              new MultiLayerNetwork(conf().list(hidden(dropout), output(dropout)).build());
          net.init();
          return net;
        },
        () -> {
          ComputationGraph net =
              new ComputationGraph(
                  conf()
                      .graphBuilder()
                      .addInputs("x")
                      .addLayer("h", hidden(dropout), "x")
                      .addLayer("y", output(dropout), "h")
                      .setOutputs("y")
                      .build());
          net.init();
          return net;
        });
  }

  private static NeuralNetConfiguration.Builder conf() {
    return new NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .seed(12)
        .updater(new Adam(0.01))
        .activation(Activation.TANH);
  }

  private static DenseLayer hidden(IDropout dropout) {
    return new DenseLayer.Builder().nIn(4).nOut(5).dropOut(dropout.clone()).build();
  }

  private static OutputLayer output(IDropout dropout) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(5)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .dropOut(dropout.clone())
        .build();
  }
}

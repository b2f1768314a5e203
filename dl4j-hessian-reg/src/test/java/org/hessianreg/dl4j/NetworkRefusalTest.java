package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.ParameterDropout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** What is refused for networks: by which message, and that nothing has changed afterwards. */
class NetworkRefusalTest {

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.01);
  }

  private static NeuralNetConfiguration.Builder conf() {
    return DenseNetworks.conf(DataType.DOUBLE);
  }

  private static MultiLayerNetwork sequence(
      NeuralNetConfiguration.Builder conf, InputType input, Layer... layers) {
    MultiLayerNetwork net = new MultiLayerNetwork(conf.list(layers).setInputType(input).build());
    net.init();
    return net;
  }

  private static MultiLayerNetwork sequence(Layer... layers) {
    MultiLayerNetwork net = new MultiLayerNetwork(conf().list(layers).build());
    net.init();
    return net;
  }

  private static Arguments network(String name, Supplier<Model> network, String... message) {
    return Arguments.of(name, network, option().build(), List.of(message));
  }

  private static Arguments option(
      String name, HessianTraceRegularization option, String... message) {
    Supplier<Model> network = () -> DenseNetworks.layers(conf());
    return Arguments.of(name, network, option, List.of(message));
  }

  /** A layer of a user's own. */
  public static final class OwnLayer extends ActivationLayer {

    private static final long serialVersionUID = 1L;

    /** Applies tanh. */
    public OwnLayer() {
      super(Activation.TANH);
    }
  }

  /** An activation function of a user's own. */
  public static final class OwnActivation extends ActivationTanH {

    private static final long serialVersionUID = 1L;
  }

  /** A loss function of a user's own. */
  public static final class OwnLoss extends LossMSE {

    private static final long serialVersionUID = 1L;
  }

  static Stream<Arguments> refused() {
    INDArray one = Nd4j.ones(DataType.DOUBLE, 4, 5);
    return Stream.of(
        network(
            "a layer without a mirror",
            () -> sequence(DenseNetworks.hidden(), new OwnLayer(), DenseNetworks.output()),
            "'1'",
            "OwnLayer",
            "Mirrors.builtIn().layer("),
        network(
            "a layer without a mirror in a graph",
            () -> {
              ComputationGraph net =
                  new ComputationGraph(
                      conf()
                          .graphBuilder()
                          .addInputs("x")
                          .addLayer("dense", DenseNetworks.hidden(), "x")
                          .addLayer("own", new OwnLayer(), "dense")
                          .addLayer("out", DenseNetworks.output(), "own")
                          .setOutputs("out")
                          .build());
              net.init();
              return net;
            },
            "'own'",
            "OwnLayer"),
        network(
            "an activation function without a mirror",
            () ->
                sequence(
                    new DenseLayer.Builder().nIn(4).nOut(5).activation(new OwnActivation()).build(),
                    DenseNetworks.output()),
            "'0'",
            "OwnActivation",
            "Mirrors.builtIn().activation("),
        network(
            "a loss function without a mirror",
            () ->
                sequence(
                    DenseNetworks.hidden(),
                    new org.deeplearning4j.nn.conf.layers.OutputLayer.Builder(new OwnLoss())
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build()),
            "'1'",
            "OwnLoss",
            "Mirrors.builtIn().loss("),
        network(
            "behind recurrent layers",
            () ->
                sequence(
                    new LSTM.Builder().nIn(4).nOut(3).build(),
                    new RnnOutputLayer.Builder(new OwnLoss())
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build()),
            "'1'",
            "OwnLoss"),
        network(
            "behind convolutions of images",
            () ->
                sequence(
                    conf(),
                    InputType.convolutional(10, 10, 2),
                    new ConvolutionLayer.Builder(3, 3).nOut(3).build(),
                    new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
                    new DenseLayer.Builder().nOut(5).activation(new OwnActivation()).build(),
                    DenseNetworks.output()),
            "'2'",
            "OwnActivation"),
        network(
            "behind convolutions of flattened images",
            () ->
                sequence(
                    conf(),
                    InputType.convolutionalFlat(9, 7, 1),
                    new ConvolutionLayer.Builder(3, 3).nOut(3).build(),
                    new DenseLayer.Builder().nOut(5).activation(new OwnActivation()).build(),
                    DenseNetworks.output()),
            "'1'",
            "OwnActivation"),
        network(
            "behind convolutions of images of any size",
            () ->
                sequence(
                    new ConvolutionLayer.Builder(3, 3).nIn(2).nOut(4).build(),
                    new GlobalPoolingLayer(),
                    new DenseLayer.Builder().nIn(4).nOut(5).activation(new OwnActivation()).build(),
                    DenseNetworks.output()),
            "'2'",
            "OwnActivation"),
        network(
            "behind an embedding",
            () ->
                sequence(
                    new EmbeddingLayer.Builder().nIn(7).nOut(4).build(),
                    new DenseLayer.Builder().nIn(4).nOut(5).activation(new OwnActivation()).build(),
                    DenseNetworks.output()),
            "'1'",
            "OwnActivation"),
        network(
            "a network without an output layer",
            () -> sequence(DenseNetworks.hidden()),
            "DenseLayer",
            "OutputLayer"),
        network(
            "a line search",
            () -> DenseNetworks.layers(conf().optimizationAlgo(OptimizationAlgorithm.LBFGS)),
            "LBFGS",
            "STOCHASTIC_GRADIENT_DESCENT"),
        network(
            "BFLOAT16",
            () -> DenseNetworks.layers(conf()).convertDataType(DataType.BFLOAT16),
            "BFLOAT16",
            "FLOAT"),
        network(
            "half precision",
            () -> DenseNetworks.graph(DenseNetworks.conf(DataType.FLOAT16)),
            "HALF",
            "FLOAT"),
        option(
            "unknown parameter",
            option().direction(Map.of("dense_W", one)).build(),
            "'dense_W'",
            "0_W"),
        option(
            "direction of the wrong shape",
            option().direction(Map.of("1_W", one)).build(),
            "1_W",
            "[4, 5]",
            "[5, 3]"),
        option(
            "direction of the wrong type",
            option().direction(Map.of("0_W", one.castTo(DataType.FLOAT))).build(),
            "0_W",
            "FLOAT",
            "DOUBLE"),
        Arguments.of(
            "direction of a frozen parameter",
            (Supplier<Model>)
                () ->
                    new TransferLearning.Builder(DenseNetworks.layers(conf()))
                        .setFeatureExtractor(0)
                        .build(),
            option().direction(Map.of("0_W", one)).build(),
            List.of("'0_W'", "frozen", "1_W")),
        Arguments.of(
            "a pattern for a frozen layer",
            (Supplier<Model>)
                () ->
                    new TransferLearning.Builder(DenseNetworks.layers(conf()))
                        .setFeatureExtractor(0)
                        .build(),
            option().parameterPattern("0_.*").build(),
            List.of("None of the parameters", "1_W")),
        Arguments.of(
            "direction of a running average",
            (Supplier<Model>)
                () ->
                    sequence(
                        DenseNetworks.hidden(),
                        new BatchNormalization.Builder().nIn(5).nOut(5).build(),
                        DenseNetworks.output()),
            option().direction(Map.of("1_mean", Nd4j.ones(DataType.DOUBLE, 1, 5))).build(),
            List.of("'1_mean'", "running average", "1_gamma")),
        option(
            "a pattern that selects nothing",
            option().parameterPattern("W").build(),
            "None of the parameters",
            "0_W"),
        option(
            "a predicate that selects nothing",
            option().parameters(name -> false).build(),
            "None of the parameters"),
        option(
            "more groups than tensors",
            option().dropout(ParameterDropout.blocks(5, 1)).build(),
            "5 groups",
            "4 parameters"),
        option("a model output", option().modelOutput("1").build(), "[1]", "modelOutput"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void enableRefuses(
      String name,
      Supplier<Model> network,
      HessianTraceRegularization option,
      List<String> message) {
    Model net = network.get();
    INDArray before = net.params().dup();
    long[] generator = {Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState()};
    assertThatThrownBy(() -> DenseNetworks.enable(net, option))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message.toArray(new CharSequence[0]))
        .hasMessageContaining("Fix: ");
    assertThat(net.params()).isEqualTo(before);
    assertThat(new long[] {Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState()})
        .isEqualTo(generator);
    DenseNetworks.disable(net);
  }

  @Test
  void aNetworkThatIsNotInitialised() {
    var layers = conf().list().layer(DenseNetworks.hidden()).layer(DenseNetworks.output()).build();
    assertThatThrownBy(() -> HessianTrace.enable(new MultiLayerNetwork(layers), option().build()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("MultiLayerNetwork", "not initialised", "net.init()");
    var graph =
        conf()
            .graphBuilder()
            .addInputs("x")
            .addLayer("out", DenseNetworks.output(4), "x")
            .setOutputs("out")
            .build();
    assertThatThrownBy(() -> HessianTrace.enable(new ComputationGraph(graph), option().build()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("ComputationGraph", "not initialised", "net.init()");
  }

  @Test
  void nothing() {
    MultiLayerNetwork net = DenseNetworks.layers(conf());
    assertThatThrownBy(() -> HessianTrace.enable(net, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("reg");
    assertThatThrownBy(() -> HessianTrace.enable((MultiLayerNetwork) null, option().build()))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("net");
    assertThat(net.getListeners()).isEmpty();
  }

  /** Its own layers, given a mirror, are taken. */
  @Test
  void aLayerThatIsGivenAMirror() {
    MultiLayerNetwork net =
        sequence(DenseNetworks.hidden(), new OwnLayer(), DenseNetworks.output());
    Mirrors mirrors =
        Mirrors.builtIn()
            .layer(
                OwnLayer.class, (layer, x) -> layer.activation(layer.conf().getActivationFn(), x));
    HessianTrace trace = HessianTrace.enable(net, option().build(), mirrors);
    DenseNetworks.fit(net, DenseNetworks.batches(2, DataType.DOUBLE));
    assertThat(trace.history()).hasSize(2);
  }

  @Test
  void pretraining() {
    MultiLayerNetwork net =
        sequence(
            new AutoEncoder.Builder()
                .nIn(4)
                .nOut(5)
                .corruptionLevel(0)
                .lossFunction(LossFunction.MSE)
                .build(),
            DenseNetworks.output());
    Mirrors mirrors =
        Mirrors.builtIn()
            .layer(
                AutoEncoder.class,
                (layer, x) ->
                    layer.activation(
                        layer.conf().getActivationFn(),
                        x.mmul(layer.parameter("W")).add(layer.parameter("b"))));
    HessianTrace.enable(net, option().build(), mirrors);
    DataSet batch = DenseNetworks.batches(1, DataType.DOUBLE).get(0);
    INDArray before = net.params().dup();
    assertThatThrownBy(() -> net.pretrainLayer(0, batch.getFeatures()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("AutoEncoder", "pretraining", "HessianTrace.disable(net)");
    assertThat(net.params()).isEqualTo(before);
    HessianTrace.disable(net);
    net.pretrainLayer(0, batch.getFeatures());
    HessianTrace again = HessianTrace.enable(net, option().build(), mirrors);
    DenseNetworks.fit(net, batch);
    assertThat(again.history()).hasSize(1);
  }

  static Stream<Model> networks() {
    return Stream.of(DenseNetworks.layers(conf()), DenseNetworks.graph(conf()));
  }

  /** Deeplearning4j itself refuses, and training goes on with the next minibatch. */
  @ParameterizedTest
  @MethodSource("networks")
  void aStepWithoutLabelsChangesNothing(Model net) {
    HessianTrace trace = DenseNetworks.enable(net, option().build());
    DataSet batch = DenseNetworks.batches(1, DataType.DOUBLE).get(0);
    INDArray before = net.params().dup();
    assertThatThrownBy(() -> DenseNetworks.fit(net, new DataSet(batch.getFeatures(), null)))
        .isInstanceOf(RuntimeException.class);
    assertThat(net.params()).isEqualTo(before);
    DenseNetworks.fit(net, batch);
    assertThat(trace.history()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aPenaltyThatIsNoNumberStopsTrainingBeforeAnyParameterChanges(Model net) {
    DenseNetworks.enable(net, option().build());
    List<DataSet> batches = DenseNetworks.batches(2, DataType.DOUBLE);
    DenseNetworks.fit(net, batches.get(0));
    net.params().putScalar(0, Double.NaN);
    String before = net.params().toString();
    String first = net.paramTable().keySet().iterator().next();
    assertThatThrownBy(() -> DenseNetworks.fit(net, batches.get(1)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(
            "NaN",
            "iteration 1",
            "no parameter was changed",
            "largest for parameter '" + first + "'");
    assertThat(net.params()).hasToString(before);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aScheduleThatTurnsNegativeStopsTraining(Model net) {
    MapSchedule schedule = new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.1, 1, -0.1));
    DenseNetworks.enable(net, option().coefficient(schedule).build());
    List<DataSet> batches = DenseNetworks.batches(2, DataType.DOUBLE);
    DenseNetworks.fit(net, batches.get(0));
    assertThatThrownBy(() -> DenseNetworks.fit(net, batches.get(1)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("-0.1", "iteration 1");
  }

  /** The shapes of two inputs that the configuration does not state are known in fit only. */
  @Test
  void whatCannotBeRehearsedIsNotRefused() {
    ComputationGraph net =
        new ComputationGraph(
            conf()
                .graphBuilder()
                .addInputs("a", "b")
                .addVertex("both", new org.deeplearning4j.nn.conf.graph.MergeVertex(), "a", "b")
                .addLayer("out", DenseNetworks.output(4), "both")
                .setOutputs("out")
                .build());
    net.init();
    assertThatCode(() -> HessianTrace.enable(net, option().build())).doesNotThrowAnyException();
  }
}

package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.output;

import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.hessianreg.dl4j.internal.mirror.MirrorBattery;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What Deeplearning4j does not train by the gradient of its score is refused. */
@SuppressWarnings("deprecation") // GravesLSTM.
class SequenceRefusalTest {

  static List<Arguments> cases() {
    return List.of(
        lastStep("LSTM, a gap in the mask", lstm(), 4, "example 1 leaves out a step before others"),
        lastStep(
            "GravesLSTM, a gap in the mask",
            new GravesLSTM.Builder().nIn(3).nOut(4).build(),
            4,
            "example 1 leaves out a step between others"),
        lastStep(
            "Bidirectional GravesLSTM, a gap in the mask",
            new Bidirectional(new GravesLSTM.Builder().nIn(3).nOut(4).build()),
            8,
            "example 1 leaves out a step between others"),
        problem(
            "LSTM in format NWC, dropout of the network's input",
            () ->
                conf()
                    .list(
                        new LSTM.Builder()
                            .nIn(3)
                            .nOut(4)
                            .dropOut(0.5)
                            .dataFormat(RNNFormat.NWC)
                            .build(),
                        output(4, RNNFormat.NWC))
                    .build(),
            () -> RecurrentCases.data(RNNFormat.NWC),
            "backward pass leaves out"),
        lastStep("Bidirectional LSTM", new Bidirectional(lstm()), 8, "against the direction"),
        problem(
            "GravesBidirectionalLSTM, a gap in the mask",
            () ->
                conf()
                    .list(
                        new GravesBidirectionalLSTM.Builder().nIn(3).nOut(4).build(),
                        output(4, RNNFormat.NCW))
                    .build(),
            () -> batch(normal(1, 2, 3, 3), sequenceClasses(2, 2, 3), gap(), gap()),
            "example 1 leaves out a step between others"),
        problem(
            "a wrapper inside of Bidirectional",
            () ->
                conf()
                    .list(
                        new Bidirectional(new MaskZeroLayer(lstm(), 0.0)), output(8, RNNFormat.NCW))
                    .build(),
            () -> batch(normal(1, 2, 3, 3), sequenceClasses(2, 2, 3)),
            "put the MaskZeroLayer around Bidirectional"),
        problem(
            "segments, wrapped",
            () -> truncated(new MaskZeroLayer(lstm(), 0.0), RNNFormat.NCW),
            () -> batch(normal(1, 2, 3, 3), sequenceClasses(2, 2, 3)),
            "does not carry its state"),
        problem(
            "segments, NWC",
            () ->
                truncated(
                    new SimpleRnn.Builder().nIn(2).nOut(4).dataFormat(RNNFormat.NWC).build(),
                    RNNFormat.NWC),
            () -> batch(normal(1, 3, 3, 2), normal(2, 3, 3, 2)),
            "cuts segments"),
        problem(
            "a row of indices",
            () ->
                conf()
                    .list(new EmbeddingLayer.Builder().nIn(5).nOut(4).build(), softmax(4))
                    .build(),
            () -> batch(Nd4j.createFromArray(new double[][] {{0, 1, 2}}), classes(3, 2)),
            "expected [examples, 1]"));
  }

  private static Arguments lastStep(String name, Layer layer, int out, String message) {
    return problem(
        name,
        () -> conf().list(new LastTimeStep(layer.clone()), softmax(out)).build(),
        () -> batch(normal(1, 2, 3, 3), classes(2, 2), gap(), null),
        message);
  }

  private static Arguments problem(
      String name,
      java.util.function.Supplier<MultiLayerConfiguration> conf,
      java.util.function.Supplier<MultiDataSet> batch,
      String message) {
    return Arguments.of(NetworkCase.layers(name, conf, batch), message);
  }

  private static MultiLayerConfiguration truncated(Layer layer, RNNFormat format) {
    return conf()
        .list(layer, output(4, format))
        .backpropType(BackpropType.TruncatedBPTT)
        .tBPTTLength(3)
        .build();
  }

  private static LSTM lstm() {
    // The network's settings do not reach a layer in two wrappers.
    return new LSTM.Builder()
        .nIn(3)
        .nOut(4)
        .weightInit(WeightInit.XAVIER)
        .activation(Activation.TANH)
        .updater(new Sgd(1.0))
        .build();
  }

  private static OutputLayer softmax(int in) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static INDArray gap() {
    return Nd4j.createFromArray(new double[][] {{1, 1, 0}, {1, 0, 1}});
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefused(NetworkCase problem, String message) {
    assertThatThrownBy(() -> new MirrorBattery(problem).checkScoreAndGradient())
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("'0'")
        .hasMessageContaining(message);
  }
}

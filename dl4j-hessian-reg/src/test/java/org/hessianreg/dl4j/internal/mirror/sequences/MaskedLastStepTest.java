package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.hessianreg.dl4j.internal.mirror.MirrorBattery;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The last step that a mask leaves. Deeplearning4j rounds it to ND4J's default type, which
 * therefore is float64 here.
 */
@SuppressWarnings("deprecation") // GravesLSTM.
class MaskedLastStepTest {

  private static final double[][] AT_END = {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 1, 1, 0}};
  private static final double[][] AT_START = {{1, 1, 1, 1}, {0, 0, 1, 1}, {0, 1, 1, 0}};
  private static final double[][] WITH_GAPS = {{1, 0, 1, 1}, {0, 0, 1, 0}, {1, 0, 1, 0}};

  private static DataType defaultType;

  @BeforeAll
  static void roundNothing() {
    defaultType = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
  }

  @AfterAll
  static void restore() {
    Nd4j.setDefaultDataTypes(defaultType, defaultType);
  }

  static List<NetworkCase> cases() {
    return List.of(
        masked("LSTM", new LSTM.Builder().nIn(3).nOut(4).build(), 4, AT_END),
        masked("GravesLSTM", new GravesLSTM.Builder().nIn(3).nOut(4).build(), 4, AT_START),
        masked("SimpleRnn", new SimpleRnn.Builder().nIn(3).nOut(4).build(), 4, WITH_GAPS),
        masked(
            "Bidirectional GravesLSTM",
            new Bidirectional(new GravesLSTM.Builder().nIn(3).nOut(4).build()),
            8,
            AT_START),
        masked(
            "Bidirectional SimpleRnn",
            new Bidirectional(new SimpleRnn.Builder().nIn(3).nOut(4).build()),
            8,
            WITH_GAPS),
        NetworkCase.layers(
            "LSTM, NWC",
            () -> network(new LSTM.Builder().nIn(3).nOut(4).dataFormat(RNNFormat.NWC).build(), 4),
            () -> batch(normal(1, 3, 4, 3), classes(3, 2), Nd4j.createFromArray(AT_END), null)),
        NetworkCase.layers(
            "MaskZeroLayer of LSTM",
            () -> network(new MaskZeroLayer(new LSTM.Builder().nIn(3).nOut(4).build(), 0.0), 4),
            () -> batch(zeroed(AT_END), classes(3, 2))));
  }

  private static NetworkCase masked(String name, Layer layer, int out, double[][] mask) {
    return NetworkCase.layers(
        name,
        () -> network(layer.clone(), out),
        () -> batch(normal(1, 3, 3, 4), classes(3, 2), Nd4j.createFromArray(mask), null));
  }

  private static org.deeplearning4j.nn.conf.MultiLayerConfiguration network(Layer layer, int out) {
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(out)
            .nOut(2)
            .activation(Activation.SOFTMAX)
            .build();
    return conf().list(new LastTimeStep(layer), output).build();
  }

  private static INDArray zeroed(double[][] mask) {
    return normal(1, 3, 3, 4).mul(Nd4j.createFromArray(mask).reshape(3, 1, 4));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scoreAndGradientAreTheNetworks(NetworkCase problem) {
    new MirrorBattery(problem).checkScoreAndGradient();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void fitAppliesTheGradientOfThePenalisedScore(NetworkCase problem) {
    new MirrorBattery(problem).checkFit();
  }
}

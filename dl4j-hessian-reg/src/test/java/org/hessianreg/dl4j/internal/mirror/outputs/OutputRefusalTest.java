package org.hessianreg.dl4j.internal.mirror.outputs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.hessianreg.dl4j.internal.mirror.MirrorBattery;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/** Activation functions, losses and output layers that Deeplearning4j trains by no derivative. */
class OutputRefusalTest {

  static List<Arguments> cases() {
    return List.of(
        hidden("RReLU", new ActivationRReLU(), "passes gradients through it unchanged"),
        hidden("ELU", new ActivationELU(0.5), "an alpha other than 1"),
        hidden("GELU", new ActivationGELU(true), "of the precise form"),
        hidden("ReLU, maximum 0", new ActivationReLU(0.0, null, null), "maximum is positive"),
        hidden("ReLU, threshold", new ActivationReLU(0.5, 0.6, null), "at least the threshold"),
        hidden("ReLU, slope", new ActivationReLU(0.5, null, -0.1), "slope not negative"),
        output(
            "XENT of softmax with weights",
            dense(new LossBinaryXENT(Nd4j.createFromArray(1.0, 2, 3).reshape(1, 3))),
            null,
            "with softmax and weights"),
        output(
            "Wasserstein of softmax, mask of outputs",
            dense(new LossWasserstein()),
            LossCases.outputMask(),
            "with softmax and a mask of outputs"),
        output(
            "LossLayer of softmax, mask of outputs",
            new LossLayer.Builder(LossFunction.MSE).activation(Activation.SOFTMAX).build(),
            LossCases.outputMask(),
            "with softmax and a mask of outputs"),
        output(
            "mask of other numbers",
            dense(LossFunction.MSE.getILossFunction()),
            LossCases.exampleMask().mul(0.5),
            "numbers other than 0 and 1"),
        problem(
            "F-measure of two sigmoids",
            classes(6, 2),
            null,
            "probabilities that add to 1",
            new DenseLayer.Builder().nIn(4).nOut(3).build(),
            new OutputLayer.Builder(new LossFMeasure())
                .nIn(3)
                .nOut(2)
                .activation(Activation.SIGMOID)
                .build()),
        output(
            "CenterLossOutputLayer with dropout",
            new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(3)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .dropOut(new Dropout(0.5))
                .build(),
            null,
            "leaves out the dropout"),
        output(
            "OCNNOutputLayer",
            new OCNNOutputLayer.Builder().nIn(3).hiddenLayerSize(2).build(),
            null,
            "quantile"),
        Arguments.of(
            NetworkCase.graph(
                "LossLayer that shares its input",
                () ->
                    conf()
                        .graphBuilder()
                        .addInputs("x")
                        .addLayer("h", new DenseLayer.Builder().nIn(4).nOut(3).build(), "x")
                        .addLayer("a", dense(LossFunction.MSE.getILossFunction()), "h")
                        .addLayer(
                            "b",
                            new LossLayer.Builder(LossFunction.MSE)
                                .activation(Activation.TANH)
                                .build(),
                            "h")
                        .setOutputs("a", "b")
                        .build(),
                () ->
                    new MultiDataSet(
                        new INDArray[] {normal(1, 6, 4)},
                        new INDArray[] {classes(6, 3), normal(2, 6, 3)})),
            "overwrites its input 'h'"),
        Arguments.of(
            NetworkCase.layers(
                "CnnLossLayer, NHWC, mask of rank 4",
                () ->
                    conf()
                        .list(
                            new ConvolutionLayer.Builder(1, 1)
                                .nIn(2)
                                .nOut(2)
                                .dataFormat(CNN2DFormat.NHWC)
                                .build(),
                            new CnnLossLayer.Builder(LossFunction.MSE)
                                .activation(Activation.TANH)
                                .format(CNN2DFormat.NHWC)
                                .build())
                        .build(),
                () ->
                    batch(
                        normal(1, 2, 2, 2, 2),
                        normal(2, 2, 2, 2, 2),
                        null,
                        Nd4j.ones(DataType.DOUBLE, 2, 2, 2, 2))),
            "with channels first"));
  }

  private static Arguments hidden(String name, IActivation activation, String message) {
    return problem(
        name,
        classes(6, 3),
        null,
        message,
        new DenseLayer.Builder().nIn(4).nOut(3).activation(activation).build(),
        dense(LossFunction.MCXENT.getILossFunction()));
  }

  private static Arguments output(String name, Layer output, INDArray mask, String message) {
    return problem(
        name,
        classes(6, 3),
        mask,
        message,
        new DenseLayer.Builder().nIn(4).nOut(3).build(),
        output);
  }

  private static Arguments problem(
      String name, INDArray labels, INDArray mask, String message, Layer... layers) {
    return Arguments.of(
        NetworkCase.layers(
            name,
            () -> conf().list(layers).validateOutputLayerConfig(false).build(),
            () -> batch(normal(1, 6, 4), labels, null, mask)),
        message);
  }

  private static OutputLayer dense(ILossFunction loss) {
    return new OutputLayer.Builder(loss).nIn(3).nOut(3).activation(Activation.SOFTMAX).build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefused(NetworkCase problem, String message) {
    DataType type = Nd4j.dataType();
    DataType floatingPointType = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      assertThatThrownBy(() -> new MirrorBattery(problem).checkGradient())
          .isInstanceOf(HessianTraceException.class)
          .hasMessageContaining(message);
    } finally {
      Nd4j.setDefaultDataTypes(type, floatingPointType);
    }
  }
}

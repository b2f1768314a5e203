package org.hessianreg.dl4j.internal.mirror.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** Networks in float32, the only type for which some losses work without further settings. */
class FloatLossTest {

  static List<Arguments> losses() {
    List<Arguments> losses = new ArrayList<>();
    Set<LossFunction> classes =
        EnumSet.of(LossFunction.MCXENT, LossFunction.NEGATIVELOGLIKELIHOOD, LossFunction.XENT);
    for (LossFunction loss : LossFunction.values()) {
      if (!classes.contains(loss) && loss != LossFunction.SPARSE_MCXENT) {
        losses.add(Arguments.of(loss.getILossFunction(), Activation.SOFTMAX, 3, 3));
      }
    }
    losses.add(Arguments.of(new LossMCXENT(weights()), Activation.SOFTMAX, 3, 3));
    losses.add(Arguments.of(new LossSparseMCXENT(), Activation.SOFTMAX, 3, 1));
    losses.add(Arguments.of(new LossBinaryXENT(weights()), Activation.SIGMOID, 3, 3));
    losses.add(Arguments.of(new LossFMeasure(), Activation.SOFTMAX, 2, 2));
    losses.add(Arguments.of(new LossMultiLabel(), Activation.SIGMOID, 3, 3));
    losses.add(
        Arguments.of(
            LossMixtureDensity.builder().gaussians(3).labelWidth(2).build(),
            Activation.IDENTITY,
            12,
            2));
    return losses;
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("losses")
  void lossesArePenalised(ILossFunction loss, Activation activation, int outputs, int columns) {
    INDArray labels = NetworkCase.classes(6, columns);
    if (loss instanceof LossMAPE) {
      // A percentage is of a label that is not zero.
      labels.addi(0.1);
    }
    requirePenalised(
        Activation.TANH::getActivationFunction,
        new OutputLayer.Builder(loss).nIn(5).nOut(outputs).activation(activation).build(),
        labels);
  }

  static List<Supplier<IActivation>> activations() {
    List<Supplier<IActivation>> activations = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      if (activation != Activation.RRELU) {
        activations.add(activation::getActivationFunction);
      }
    }
    activations.add(() -> new ActivationReLU(0.6, 0.2, 0.1));
    return activations;
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("activations")
  void activationFunctionsArePenalised(Supplier<IActivation> activation) {
    requirePenalised(
        activation,
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(5)
            .nOut(3)
            .activation(Activation.SOFTMAX)
            .build(),
        NetworkCase.classes(6, 3));
  }

  /** In the first step, the gradients of network and mirror are compared. */
  private static void requirePenalised(
      Supplier<IActivation> activation, OutputLayer output, INDArray labels) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .seed(12)
                .updater(new Sgd(0.01))
                .list(
                    new DenseLayer.Builder().nIn(4).nOut(5).activation(activation.get()).build(),
                    output)
                .validateOutputLayerConfig(false)
                .build());
    net.init();
    HessianTrace trace =
        HessianTrace.enable(
            net, HessianTraceRegularization.builder().coefficient(0.1).seed(1).build());
    INDArray features = NetworkCase.normal(1, 6, 4).castTo(DataType.FLOAT);
    net.fit(features, labels.castTo(DataType.FLOAT));
    assertThat(trace.history()).hasSize(1);
    assertThat(trace.history().get(0).quadraticForm()).isFinite();
  }

  private static INDArray weights() {
    return NetworkCase.normal(3, 1, 3).castTo(DataType.FLOAT);
  }
}

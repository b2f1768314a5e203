package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.hessianreg.samediff.Curvature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The Gauss–Newton matrix of networks: its sign, and its trace where it must be the Hessian's. */
@Tag("slow")
class GaussNewtonNetworkTest {

  private static final int EXAMPLES = 6;
  private static final int OUTPUTS = 3;

  /** Losses that are convex where the network ends. */
  static List<Arguments> convexLosses() {
    return List.of(
        Arguments.of(LossFunction.MCXENT, Activation.SOFTMAX),
        Arguments.of(LossFunction.NEGATIVELOGLIKELIHOOD, Activation.SOFTMAX),
        Arguments.of(LossFunction.SPARSE_MCXENT, Activation.SOFTMAX),
        Arguments.of(LossFunction.KL_DIVERGENCE, Activation.SOFTMAX),
        Arguments.of(LossFunction.KL_DIVERGENCE, Activation.SIGMOID),
        Arguments.of(LossFunction.XENT, Activation.SIGMOID),
        Arguments.of(LossFunction.XENT, Activation.HARDSIGMOID),
        Arguments.of(LossFunction.MSE, Activation.TANH),
        Arguments.of(LossFunction.L2, Activation.SOFTMAX),
        Arguments.of(LossFunction.L1, Activation.TANH),
        Arguments.of(LossFunction.MEAN_ABSOLUTE_ERROR, Activation.SIGMOID),
        Arguments.of(LossFunction.MEAN_ABSOLUTE_PERCENTAGE_ERROR, Activation.SOFTPLUS),
        Arguments.of(LossFunction.POISSON, Activation.SOFTPLUS),
        Arguments.of(LossFunction.HINGE, Activation.TANH),
        Arguments.of(LossFunction.SQUARED_HINGE, Activation.TANH),
        Arguments.of(LossFunction.WASSERSTEIN, Activation.TANH));
  }

  @ParameterizedTest
  @MethodSource("convexLosses")
  void theQuadraticFormIsNeverNegative(LossFunction loss, Activation activation) {
    MultiLayerNetwork net = network(loss, activation, Activation.TANH);
    HessianTrace trace = HessianTrace.enable(net, option(Curvature.GAUSS_NEWTON).seed(3).build());
    fit(net, loss, 40);
    assertThat(trace.history()).hasSize(40).allMatch(step -> step.quadraticForm() >= 0);
  }

  @Test
  void theQuadraticFormOfACenterLossIsNeverNegative() {
    LossFunction loss = LossFunction.MCXENT;
    MultiLayerNetwork net =
        network(
            new CenterLossOutputLayer.Builder(loss)
                .nIn(5)
                .nOut(OUTPUTS)
                .activation(Activation.SOFTMAX)
                .lambda(2.0)
                .build(),
            Activation.TANH);
    HessianTrace trace = HessianTrace.enable(net, option(Curvature.GAUSS_NEWTON).seed(3).build());
    fit(net, loss, 40);
    assertThat(trace.history()).hasSize(40).allMatch(step -> step.quadraticForm() >= 0);
  }

  /** Losses whose Hessian where the network ends is that of the whole loss. */
  static List<Arguments> piecewiseLinearNetworks() {
    return List.of(
        Arguments.of(LossFunction.MCXENT, Activation.SOFTMAX),
        Arguments.of(LossFunction.SPARSE_MCXENT, Activation.SOFTMAX),
        Arguments.of(LossFunction.KL_DIVERGENCE, Activation.SOFTMAX),
        Arguments.of(LossFunction.XENT, Activation.SIGMOID),
        Arguments.of(LossFunction.MSE, Activation.IDENTITY),
        Arguments.of(LossFunction.SQUARED_HINGE, Activation.IDENTITY));
  }

  @ParameterizedTest
  @MethodSource("piecewiseLinearNetworks")
  void itsTraceIsTheHessians(LossFunction loss, Activation activation) {
    double hessian = trace(loss, activation, Curvature.HESSIAN);
    assertThat(trace(loss, activation, Curvature.GAUSS_NEWTON))
        .isCloseTo(hessian, within(1e-9 * Math.abs(hessian)));
  }

  /** Sums the quadratic forms that training computes along every unit direction. */
  private static double trace(LossFunction loss, Activation activation, Curvature curvature) {
    MultiLayerNetwork net = network(loss, activation, Activation.RELU);
    Map<String, INDArray> direction = new LinkedHashMap<>();
    net.paramTable().forEach((name, array) -> direction.put(name, array.like()));
    HessianTrace trace = HessianTrace.enable(net, option(curvature).direction(direction).build());
    for (INDArray unit : direction.values()) {
      for (long i = 0; i < unit.length(); i++) {
        unit.putScalar(i, 1.0);
        fit(net, loss, 1);
        unit.putScalar(i, 0.0);
      }
    }
    return trace.history().stream().mapToDouble(PenaltyRecord::quadraticForm).sum();
  }

  private static HessianTraceRegularization.Builder option(Curvature curvature) {
    return HessianTraceRegularization.builder().coefficient(0.1).curvature(curvature);
  }

  private static MultiLayerNetwork network(
      LossFunction loss, Activation activation, Activation hidden) {
    return network(
        new OutputLayer.Builder(loss).nIn(5).nOut(OUTPUTS).activation(activation).build(), hidden);
  }

  private static MultiLayerNetwork network(Layer output, Activation hidden) {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .seed(12)
            .updater(new Sgd(0.0))
            .weightInit(WeightInit.XAVIER)
            .list(new DenseLayer.Builder().nIn(4).nOut(5).activation(hidden).build(), output)
            .validateOutputLayerConfig(false)
            .build();
    MultiLayerNetwork net = new MultiLayerNetwork(conf);
    net.init();
    return net;
  }

  private static void fit(MultiLayerNetwork net, LossFunction loss, int steps) {
    INDArray features = Nd4j.create(DataType.DOUBLE, EXAMPLES, 4);
    Random random = new Random(1);
    for (long i = 0; i < features.length(); i++) {
      features.putScalar(i, random.nextGaussian());
    }
    for (int step = 0; step < steps; step++) {
      net.fit(features, labels(loss));
    }
  }

  private static INDArray labels(LossFunction loss) {
    boolean numbers = loss == LossFunction.SPARSE_MCXENT;
    boolean signs = loss == LossFunction.HINGE || loss == LossFunction.SQUARED_HINGE;
    // A percentage is of a label that is not zero.
    double absent = signs ? -1.0 : 0.1;
    INDArray labels = Nd4j.valueArrayOf(new long[] {EXAMPLES, numbers ? 1 : OUTPUTS}, absent);
    labels = labels.castTo(DataType.DOUBLE);
    for (int i = 0; i < EXAMPLES; i++) {
      int present = i % OUTPUTS;
      labels.putScalar(i, numbers ? 0 : present, numbers ? present : signs ? 1.0 : 0.8);
    }
    return labels;
  }
}

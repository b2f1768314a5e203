package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.samediff.ExactHessian;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class NetworkTraceEstimatorTest {

  private static final int SEEDS = 50;

  private final DataSet data = SmallNetworks.data(30);

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20})
  void agreesWithTheExactTraceWithinTheProbesStandardError(int steps) {
    MultiLayerNetwork network = SmallNetworks.classifier(1);
    train(network, steps);
    ExactHessian exact = hessian(network, data);

    double estimate = new NetworkTraceEstimator(network, data).estimate(network.params());

    double error = exact.standardError(NetworkTraceEstimator.PROBES);
    assertThat(estimate).isCloseTo(exact.trace(), within(2 * error));
  }

  /** Many estimates together are precise, and vary by as much as their number of probes says. */
  @Tag("slow")
  @Test
  void isUnbiased() {
    MultiLayerNetwork network = SmallNetworks.classifier(1);
    ExactHessian exact = hessian(network, data);

    SummaryStatistics estimates = new SummaryStatistics();
    for (int seed = 0; seed < SEEDS; seed++) {
      estimates.addValue(new NetworkTraceEstimator(network, data, seed).estimate(network.params()));
    }

    double error = exact.standardError(NetworkTraceEstimator.PROBES * SEEDS);
    assertThat(error).isLessThan(0.05 * exact.trace());
    assertThat(estimates.getMean()).isCloseTo(exact.trace(), within(2 * error));
    assertThat(estimates.getStandardDeviation())
        .isCloseTo(exact.standardError(NetworkTraceEstimator.PROBES), withinPercentage(25));
  }

  @Tag("slow")
  @Test
  void isExactWhereTheHessianIsDiagonal() {
    MultiLayerNetwork network = SmallNetworks.linear();
    DataSet units = SmallNetworks.unitData();

    double estimate = new NetworkTraceEstimator(network, units).estimate(network.params());

    // Each output's squared error has curvature 2 in its weight, and both means divide.
    assertThat(estimate).isCloseTo(2.0, within(1e-9));
    assertThat(hessian(network, units).trace()).isCloseTo(2.0, within(1e-7));
  }

  @Tag("slow")
  @Test
  void repeatsItselfAtTheSameParameters() {
    MultiLayerNetwork network = SmallNetworks.classifier(1);
    NetworkTraceEstimator estimator = new NetworkTraceEstimator(network, data);
    double first = estimator.estimate(network.params());
    train(network, 3);

    assertThat(estimator.estimate(network.params())).isNotEqualTo(first);
    network.setParams(SmallNetworks.classifier(1).params());
    assertThat(estimator.estimate(network.params())).isEqualTo(first);
  }

  @Tag("slow")
  @Test
  void leavesDropoutOut() {
    MultiLayerNetwork plain = SmallNetworks.classifier(1);
    MultiLayerNetwork dropping = SmallNetworks.classifier(0.5);

    assertThat(new NetworkTraceEstimator(dropping, data).estimate(plain.params()))
        .isEqualTo(new NetworkTraceEstimator(plain, data).estimate(plain.params()));
  }

  private void train(MultiLayerNetwork network, int steps) {
    for (int i = 0; i < steps; i++) {
      network.fit(data);
    }
  }

  /** Of the score of a network without dropout, which ends as it was. */
  private static ExactHessian hessian(MultiLayerNetwork network, DataSet data) {
    INDArray parameters = network.params().dup();
    ExactHessian hessian =
        ExactHessian.ofGradient(parameters, moved -> gradient(network, data, moved));
    network.setParams(parameters);
    return hessian;
  }

  private static INDArray gradient(MultiLayerNetwork network, DataSet data, INDArray parameters) {
    network.setParams(parameters);
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    // DL4J sums over the minibatch here and divides later.
    return network.gradient().gradient().div(data.numExamples());
  }
}

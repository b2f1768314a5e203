package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.hessianreg.samediff.Differences;
import org.hessianreg.samediff.ParameterDropout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What {@code fit} applies to small networks, against difference quotients of loss and penalty as
 * they are reported.
 */
class NetworkFitTest {

  private static final double LAMBDA = 0.05;
  private static final double RATE = 1e-2;

  /** Fourth-order quotients with step 1e-3 of a function of size 1 in float64. */
  private static final double TOLERANCE = 1e-7;

  static Set<String> names() {
    return NetworkCases.all().keySet();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void theUpdateIsTheGradientOfLossAndPenalty(String name) {
    check(name, ParameterDropout.none());
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void withBlocksToo(String name) {
    check(name, ParameterDropout.blocks(2, 1));
  }

  private static void check(String name, ParameterDropout dropout) {
    SameDiff sd = graph(name).graph();
    DataSet batch = batch(graph(name));
    enable(sd, dropout);
    Map<String, INDArray> before = SmallNetwork.parameters(sd);
    sd.fit(batch);
    Map<String, INDArray> after = SmallNetwork.parameters(sd);
    Map<String, INDArray> u = randomDirection(before);
    double actual = 0;
    for (Map.Entry<String, INDArray> entry : u.entrySet()) {
      INDArray step = before.get(entry.getKey()).sub(after.get(entry.getKey()));
      actual += step.mul(entry.getValue()).sumNumber().doubleValue() / RATE;
    }
    double expected = Differences.first(t -> objective(name, dropout, u, t), 1e-3);
    assertThat(actual).isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
  }

  private static NetworkCases.Net graph(String name) {
    NetworkCases.Net net = new NetworkCases.Net();
    NetworkCases.all().get(name).build(net);
    return net;
  }

  private static DataSet batch(NetworkCases.Net net) {
    INDArray x = Nd4j.create(DataType.DOUBLE, net.batchShape());
    Random random = new Random(9);
    for (long i = 0; i < x.length(); i++) {
      x.putScalar(i, random.nextGaussian());
    }
    INDArray y = Nd4j.zeros(DataType.DOUBLE, NetworkCases.BATCH, 3);
    for (int row = 0; row < NetworkCases.BATCH; row++) {
      y.putScalar(row, row % 3, 1.0);
    }
    return new DataSet(x, y);
  }

  private static HessianTrace enable(SameDiff sd, ParameterDropout dropout) {
    sd.setTrainingConfig(
        SmallNetwork.config(
            new Sgd(RATE),
            HessianTraceRegularization.builder()
                .coefficient(LAMBDA)
                .dropout(dropout)
                .seed(8)
                .build()));
    return HessianTrace.enable(sd);
  }

  private static Map<String, INDArray> randomDirection(Map<String, INDArray> parameters) {
    Random random = new Random(4);
    Map<String, INDArray> u = new LinkedHashMap<>();
    parameters.forEach(
        (name, array) -> {
          INDArray values = array.like();
          for (long i = 0; i < values.length(); i++) {
            values.putScalar(i, random.nextGaussian());
          }
          u.put(name, values);
        });
    return u;
  }

  private static double objective(
      String name, ParameterDropout dropout, Map<String, INDArray> u, double t) {
    NetworkCases.Net net = graph(name);
    SameDiff sd = net.graph();
    u.forEach((parameter, v) -> sd.getVariable(parameter).getArr().addi(v.mul(t)));
    HessianTrace trace = enable(sd, dropout);
    DataSet batch = batch(net);
    double loss = 0;
    Map<String, INDArray> inputs = Map.of("x", batch.getFeatures(), "y", batch.getLabels());
    for (String variable : sd.getLossVariables()) {
      loss += sd.output(inputs, variable).get(variable).getDouble(0);
    }
    sd.fit(batch);
    return loss + trace.history().get(0).penalty();
  }
}

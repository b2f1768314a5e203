package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.mirror.LossMirror;
import org.hessianreg.dl4j.mirror.LossScope;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** A loss function of the user, whose factor changes at every step. */
class AnnealedLossTest {

  private static final int STEPS = 4;

  private static final HessianTraceRegularization OPTION =
      HessianTraceRegularization.builder().coefficient(0.05).seed(4).build();

  private static SDVariable squares(LossScope<ScaledLoss> loss) {
    loss.endOfModel(loss.output());
    return loss.graph().math().square(loss.output().sub(loss.labels())).sum();
  }

  private static Arguments mirror(String name, LossMirror<ScaledLoss> mirror, int written) {
    return Arguments.of(name, mirror, written);
  }

  /** Mirrors, and how often each is written: in enable, and then for the settings of each step. */
  static Stream<Arguments> mirrors() {
    return Stream.of(
        mirror("fixed factor", loss -> squares(loss).mul(loss.conf().factor()), 1 + STEPS),
        mirror(
            "factor read at every step",
            loss -> squares(loss).mul(loss.number("factor", loss.conf()::factor)),
            2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mirrors")
  void thePenaltyFollows(String name, LossMirror<ScaledLoss> mirror, int written) {
    MultiLayerNetwork net = network();
    MultiLayerNetwork plain = network();
    MultiLayerNetwork copy = network();
    DataSet batch = DenseNetworks.batches(1, DataType.DOUBLE).get(0);
    AtomicInteger count = new AtomicInteger();
    HessianTrace.enable(
        net,
        OPTION,
        Mirrors.builtIn()
            .loss(
                ScaledLoss.class,
                loss -> {
                  count.incrementAndGet();
                  return mirror.score(loss);
                }));
    plain.setListeners(new DifferencePenalty(OPTION, copy, iteration -> batch));
    for (int step = 0; step < STEPS; step++) {
      for (MultiLayerNetwork each : new MultiLayerNetwork[] {net, plain, copy}) {
        loss(each).setFactor(1.0 / (step + 1));
      }
      net.fit(batch);
      plain.fit(batch);
      assertThat(net.params().distance2(plain.params())).as("step %d", step).isLessThan(1e-7);
    }
    assertThat(count.get()).isEqualTo(written);
  }

  /** The mirror is trusted, since it reads a number, but it does not read the factor. */
  @Tag("slow")
  @Test
  void aChangeThatIsNotFollowedIsNoticed() {
    MultiLayerNetwork net = network();
    HessianTrace.enable(
        net,
        OPTION,
        Mirrors.builtIn()
            .loss(ScaledLoss.class, loss -> squares(loss).mul(loss.number("one", () -> 1.0))));
    DataSet batch = DenseNetworks.batches(1, DataType.DOUBLE).get(0);
    net.fit(batch);
    loss(net).setFactor(0.5);
    assertThatThrownBy(
            () -> {
              for (int step = 0; step < 1010; step++) {
                net.fit(batch);
              }
            })
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("differs from the network's own");
    assertThat(net.getIterationCount()).isEqualTo(1001);
  }

  private static ScaledLoss loss(MultiLayerNetwork net) {
    return (ScaledLoss) ((OutputLayer) net.getLayer(1).conf().getLayer()).getLossFn();
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            DenseNetworks.conf(DataType.DOUBLE)
                .list()
                .layer(DenseNetworks.hidden())
                .layer(
                    new OutputLayer.Builder(new ScaledLoss())
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SIGMOID)
                        .build())
                .build());
    net.init();
    return net;
  }
}

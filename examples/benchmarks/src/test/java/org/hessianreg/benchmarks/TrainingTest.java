package org.hessianreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingTest {

  private static final Network SMALL = Networks.perceptron(2, 8);

  /** ResNet-18 takes too long for more than plain training. */
  static Stream<Arguments> networksAndMethods() {
    return Networks.standard().stream()
        .flatMap(
            network ->
                Arrays.stream(Method.values())
                    .filter(m -> m == Method.PLAIN || !network.label().equals("resnet18"))
                    .map(method -> Arguments.of(network.label(), method)));
  }

  @ParameterizedTest
  @MethodSource("networksAndMethods")
  void everyMethodTrainsEveryNetwork(String network, Method method) {
    assertThat(new Training(Network.of(network), method).firstStep()).isPositive();
  }

  @Test
  void timesAsManyStepsAsItIsAskedFor() {
    assertThat(new Training(SMALL, Method.PLAIN).steps(3)).hasSize(3).allMatch(t -> t > 0.0);
  }

  @Test
  void countsTheOpsOfAStep() {
    Training plain = new Training(SMALL, Method.PLAIN);
    Training penalised = new Training(SMALL, Method.HESSIAN);
    Training interval = new Training(SMALL, Method.INTERVAL_10);

    plain.steps(1);
    penalised.steps(1);
    interval.steps(10);

    assertThat(plain.executedOps()).isPositive().isLessThan(interval.executedOps());
    assertThat(interval.executedOps()).isLessThan(penalised.executedOps());
  }
}

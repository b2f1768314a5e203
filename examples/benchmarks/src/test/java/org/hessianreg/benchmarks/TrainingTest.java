package org.hessianreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingTest {

  private static final Network SMALL = Networks.perceptron(2, 8);

  /** ResNet-18 takes too long for more than plain training. */
  static Stream<Arguments> networksAndMethods() {
    return Subjects.all().stream()
        .flatMap(
            subject ->
                Arrays.stream(Method.values())
                    .filter(m -> m == Method.PLAIN || !subject.label().equals("resnet18"))
                    .map(method -> Arguments.of(subject.label(), method)));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("networksAndMethods")
  void everyMethodTrainsEverySubject(String subject, Method method) {
    assertThat(Subjects.of(subject).training(method).firstStep()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("org.hessianreg.benchmarks.Subjects#known")
  void whatCanBeAskedForIsFound(String label) {
    assertThat(Subjects.of(label).label()).isEqualTo(label);
  }

  @Tag("slow")
  @Test
  void timesAsManyStepsAsItIsAskedFor() {
    assertThat(SMALL.training(Method.PLAIN).steps(3)).hasSize(3).allMatch(t -> t > 0.0);
  }

  @Tag("slow")
  @Test
  void countsTheOpsOfAStep() {
    Training plain = SMALL.training(Method.PLAIN);
    Training penalised = SMALL.training(Method.HESSIAN);
    Training interval = SMALL.training(Method.INTERVAL_10);

    plain.steps(1);
    penalised.steps(1);
    interval.steps(10);

    assertThat(plain.executedOps()).isPositive().isLessThan(penalised.executedOps());
    assertThat(interval.executedOps()).isEqualTo(penalised.executedOps());
  }
}

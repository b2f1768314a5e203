package org.hessianreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.util.List;
import org.hessianreg.examples.internal.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WorkerProcessTest {

  private static final String SMALL = Networks.perceptron(2, 8).label();

  private final Workers workers = new Workers(1);

  @Tag("slow")
  @Test
  void aWorkerAnswersEveryCommand() throws Exception {
    try (WorkerProcess worker = workers.java(Worker.class, SMALL, Method.HESSIAN.label())) {
      long built = worker.memory();

      assertThat(worker.firstStep()).isPositive();
      assertThat(worker.footprint(1)).isGreaterThanOrEqualTo(built).isPositive();
      assertThat(worker.steps(3)).hasSize(3).allMatch(millis -> millis > 0.0);
      assertThat(worker.ops()).isPositive();
    }
  }

  @Tag("slow")
  @Test
  void aNoiseWorkerAnswersEveryCommand() throws Exception {
    try (WorkerProcess worker = workers.java(NoiseWorker.class, SMALL)) {
      StartingPoint start = Json.read(worker.ask("start"), StartingPoint.class);
      NoiseSample sample = Json.read(worker.ask("noise gauss-newton-joint 20"), NoiseSample.class);
      Signal signal = Json.read(worker.ask("signal GAUSS_NEWTON"), Signal.class);

      assertThat(start.tensors()).isEqualTo(4);
      assertThat(start.loss()).isPositive();
      assertThat(sample.draws()).isEqualTo(20);
      assertThat(signal.trace()).isCloseTo(sample.traceMean(), withinPercentage(0.001));
      assertThat(sample.gradientVariance()).isPositive();
    }
  }

  @Tag("slow")
  @Test
  void tellsTheLastWordsOfAWorkerThatDies() throws Exception {
    try (WorkerProcess worker = workers.java(Worker.class, SMALL, Method.PLAIN.label())) {
      assertThatThrownBy(() -> worker.ask("dance"))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("exit code 1", "Unknown command dance");
    }
  }

  @Test
  void tellsWhatAWorkerDoesNotSupport() {
    assertThatThrownBy(() -> workers.start(List.of("sh", "-c", "echo unsupported no such op")))
        .isInstanceOf(UnsupportedTrainingException.class)
        .hasMessage("no such op");
  }

  @Test
  void tellsThatACommandIsMissing() {
    assertThatThrownBy(() -> workers.start(List.of("no-such-command")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-command");
  }
}

package org.hessianreg.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.hessianreg.examples.internal.LineProcess;

/** The benchmark's end of the line to a {@link Worker} or its like in another framework. */
final class WorkerProcess implements AutoCloseable {

  private final LineProcess process;
  private final Path errors;

  private WorkerProcess(LineProcess process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @throws UnsupportedTrainingException if it says that it cannot train in this way
   * @throws IOException if it cannot be started, or dies
   */
  static WorkerProcess start(List<String> command, int threads)
      throws IOException, UnsupportedTrainingException {
    Path errors = Files.createTempFile("worker", ".err");
    WorkerProcess worker;
    try {
      worker = new WorkerProcess(LineProcess.start(command, threads, errors), errors);
    } catch (IOException e) {
      Files.delete(errors);
      throw e;
    }
    try {
      worker.awaitReady();
      return worker;
    } catch (IOException | UnsupportedTrainingException e) {
      worker.close();
      throw e;
    }
  }

  /** ND4J's native library prints lines of its own before it. */
  private void awaitReady() throws IOException, UnsupportedTrainingException {
    for (String line = process.read(); !line.equals(CommandLoop.READY); line = process.read()) {
      if (line.startsWith(CommandLoop.UNSUPPORTED)) {
        throw UnsupportedTrainingException.of(line);
      }
    }
  }

  /** Milliseconds of a step, the first one, and of what has to be built before it. */
  double firstStep() throws IOException {
    return Double.parseDouble(ask("first"));
  }

  /** Milliseconds of each of some steps. */
  List<Double> steps(int count) throws IOException {
    return Arrays.stream(ask("steps " + count).split(" "))
        .map(Double::valueOf)
        .collect(Collectors.toList());
  }

  /** Trains some steps with as little garbage as possible, and the peak of memory so far. */
  long footprint(int steps) throws IOException {
    return Long.parseLong(ask("footprint " + steps));
  }

  /** The peak of memory so far. */
  long memory() throws IOException {
    return Long.parseLong(ask("memory"));
  }

  /** How many ops a step executes. */
  int ops() throws IOException {
    return Integer.parseInt(ask("ops"));
  }

  /** Sends any command and waits for its answer. */
  String ask(String command) throws IOException {
    process.send(command);
    return process.read();
  }

  /** A worker ends with its input; one that does not is killed. */
  @Override
  public void close() throws IOException {
    process.close();
    Files.deleteIfExists(errors);
  }
}

package org.hessianreg.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The benchmark's end of the line to a {@link Worker} or its like in another framework. */
final class WorkerProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;
  private static final Pattern PLACE = Pattern.compile("^\\s+(at |\\.\\.\\. )");

  private final Process process;
  private final Path errors;
  private final PrintWriter commands;
  private final BufferedReader answers;

  private WorkerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a worker and waits until it is ready.
   *
   * @throws UnsupportedTrainingException if it says that it cannot train in this way
   * @throws IOException if it cannot be started, or dies
   */
  static WorkerProcess start(ProcessBuilder builder)
      throws IOException, UnsupportedTrainingException {
    // A file rather than a pipe, which would need a thread to empty it.
    Path errors = Files.createTempFile("worker", ".err");
    WorkerProcess worker;
    try {
      worker = new WorkerProcess(builder.redirectError(errors.toFile()).start(), errors);
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
    for (String line = read(); !line.equals(CommandLoop.READY); line = read()) {
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
    commands.println(command);
    return read();
  }

  private String read() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(lastWords());
    }
    return line;
  }

  /** The last line of its errors that is not a place in the code says what went wrong. */
  private String lastWords() throws IOException {
    String end = await() ? "ended with exit code " + process.exitValue() : "closed its output";
    return Files.readAllLines(errors).stream()
        .filter(line -> !line.isBlank() && !PLACE.matcher(line).find())
        .reduce((first, second) -> second)
        .map(last -> "a worker " + end + ": " + last)
        .orElse("a worker " + end);
  }

  /** A worker ends with its input; one that does not is killed. */
  @Override
  public void close() throws IOException {
    commands.close();
    if (!await()) {
      process.destroyForcibly();
      await();
    }
    answers.close();
    Files.deleteIfExists(errors);
  }

  private boolean await() {
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package org.hessianreg.examples.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process that answers lines with lines, such as a JVM with a {@link LineWorker}. */
public final class LineProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  /** A place in the code, in what Java prints of an exception. */
  private static final Pattern PLACE = Pattern.compile("^\\s+(at |\\.\\.\\. )");

  private final Process process;
  private final Path errors;
  private final PrintWriter lines;
  private final BufferedReader answers;

  private LineProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    lines = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * A command that runs a main class of this program in a JVM like this one.
   *
   * @param flags what the JVM is told
   * @param main the class
   * @param arguments its arguments
   * @return the command
   */
  public static List<String> java(List<String> flags, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Starts a process.
   *
   * @param command the command and its arguments
   * @param threads how many threads ND4J and BLAS have; idle ones sleep instead of spinning, as
   *     several workers are alive at a time
   * @param errors the file that takes its standard error: a pipe would need a thread to empty it
   * @return the process
   * @throws IOException if it cannot be started
   */
  public static LineProcess start(List<String> command, int threads, Path errors)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    String count = Integer.toString(threads);
    builder
        .environment()
        .putAll(
            Map.of(
                "OMP_WAIT_POLICY", "passive",
                "OMP_NUM_THREADS", count,
                "OPENBLAS_NUM_THREADS", count));
    return new LineProcess(builder.start(), errors);
  }

  /**
   * Sends a line.
   *
   * @param line one line
   */
  public void send(String line) {
    lines.println(line);
  }

  /**
   * Waits for a line.
   *
   * @return the next one that the process prints
   * @throws IOException if the process has ended; the message ends with its last words
   */
  public String read() throws IOException {
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

  /** Ends the process, whatever it is doing. */
  public void stop() {
    process.destroy();
    if (!await()) {
      process.destroyForcibly();
    }
  }

  /** Ends its input, with which a worker ends; one that does not is killed. */
  @Override
  public void close() throws IOException {
    lines.close();
    if (!await()) {
      process.destroyForcibly();
      await();
    }
    answers.close();
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

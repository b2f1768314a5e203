package org.hessianreg.examples.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command's end of the line to a {@link Worker}. */
final class WorkerProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  /** One thread for each worker: with as many workers as cores, more would be in the way. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1", "OMP_WAIT_POLICY", "passive");

  private static final List<String> FLAGS =
      List.of(
          "-Xmx1g",
          "-XX:+UseSerialGC",
          "-Djava.awt.headless=true",
          "-Dorg.bytedeco.javacpp.maxbytes=2g",
          "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

  private final Process process;
  private final Path log;
  private final PrintWriter tasks;
  private final BufferedReader answers;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    tasks = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a worker in a JVM like this one.
   *
   * @param data folder of the images
   * @param log what the worker writes to standard error
   */
  static WorkerProcess start(Path data, Path log) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder = new ProcessBuilder(java);
    builder.command().addAll(FLAGS);
    builder
        .command()
        .addAll(
            List.of(
                "-classpath",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                data.toString()));
    builder.environment().putAll(ENVIRONMENT);
    return new WorkerProcess(builder.redirectError(log.toFile()).start(), log);
  }

  /**
   * Has a task run.
   *
   * @throws IOException if the worker dies
   */
  Outcome run(Task task) throws IOException {
    tasks.println(task.key());
    String line = answers.readLine();
    // ND4J's native library may print lines of its own.
    while (line != null && !line.startsWith("{")) {
      line = answers.readLine();
    }
    if (line == null) {
      throw new IOException("A worker has died at " + task + ": see " + log);
    }
    return Json.read(line, Outcome.class);
  }

  /** Ends the worker, whatever it is doing. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

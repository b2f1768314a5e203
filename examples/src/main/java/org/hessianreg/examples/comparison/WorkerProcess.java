package org.hessianreg.examples.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.hessianreg.examples.internal.Json;
import org.hessianreg.examples.internal.LineProcess;

/** The command's end of the line to a {@link Worker}. */
final class WorkerProcess implements AutoCloseable {

  /** With as many workers as cores, more than one thread for each would be in the way. */
  private static final int THREADS = 1;

  private static final List<String> FLAGS =
      List.of(
          "-Xmx1g",
          "-XX:+UseSerialGC",
          "-Djava.awt.headless=true",
          "-Dorg.bytedeco.javacpp.maxbytes=2g",
          "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

  private final LineProcess process;
  private final Path log;

  private WorkerProcess(LineProcess process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a worker in a JVM like this one.
   *
   * @param data folder of the images
   * @param log what the worker writes to standard error
   */
  static WorkerProcess start(Path data, Path log) throws IOException {
    List<String> command = LineProcess.java(FLAGS, Worker.class, data.toString());
    return new WorkerProcess(LineProcess.start(command, THREADS, log), log);
  }

  /**
   * Has a task run.
   *
   * @throws IOException if the worker dies
   */
  Outcome run(Task task) throws IOException {
    process.send(task.key());
    return Json.read(answer(task), Outcome.class);
  }

  private String answer(Task task) throws IOException {
    try {
      String line = process.read();
      // ND4J's native library may print lines of its own.
      while (!line.startsWith("{")) {
        line = process.read();
      }
      return line;
    } catch (IOException e) {
      throw new IOException("A worker has died at " + task + ": see " + log, e);
    }
  }

  /** Ends the worker, whatever it is doing. */
  @Override
  public void close() {
    process.stop();
  }
}

package org.hessianreg.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts workers, all of them with the same number of threads and the same flags. */
final class Workers {

  /**
   * A small heap to begin with and a collector that grows it only when it must, so that the memory
   * of a process follows from what it holds and not from how much the machine has. ND4J's arrays
   * are outside of the heap; JavaCPP's own bounds on them are lifted, because a collection that
   * they force would be timed.
   */
  private static final List<String> FLAGS =
      List.of(
          "-Xms64m",
          "-Xmx2g",
          "-XX:+UseSerialGC",
          "-Dorg.bytedeco.javacpp.maxbytes=16g",
          "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");

  private final int threads;

  Workers(int threads) {
    this.threads = threads;
  }

  int threads() {
    return threads;
  }

  /** Runs a main class of this program in a JVM like this one. */
  WorkerProcess java(Class<?> main, String... arguments)
      throws IOException, UnsupportedTrainingException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return start(command);
  }

  /** Runs any command. */
  WorkerProcess start(List<String> command) throws IOException, UnsupportedTrainingException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment());
    return WorkerProcess.start(builder);
  }

  private Map<String, String> environment() {
    String count = Integer.toString(threads);
    // Idle threads sleep instead of spinning: two workers are alive at a time.
    return Map.of(
        "OMP_WAIT_POLICY", "passive", "OMP_NUM_THREADS", count, "OPENBLAS_NUM_THREADS", count);
  }
}

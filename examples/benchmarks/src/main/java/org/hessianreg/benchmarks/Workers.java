package org.hessianreg.benchmarks;

import java.io.IOException;
import java.util.List;
import org.hessianreg.examples.internal.LineProcess;

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
    return start(LineProcess.java(FLAGS, main, arguments));
  }

  /** Runs any command. */
  WorkerProcess start(List<String> command) throws IOException, UnsupportedTrainingException {
    return WorkerProcess.start(command, threads);
  }
}

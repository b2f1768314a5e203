package org.hessianreg.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.factory.Nd4j;

/** The memory of this process as Linux counts it: Java's heap, native arrays, code, everything. */
final class ProcessMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /**
   * The most bytes that the process has occupied; -1 on a system that does not report it, and with
   * a GPU, whose memory Linux does not count.
   */
  static long peak() throws IOException {
    if (!Nd4j.getEnvironment().isCPU() || !Files.exists(STATUS)) {
      return -1;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(-1);
  }
}

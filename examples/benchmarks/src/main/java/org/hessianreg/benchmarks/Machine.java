package org.hessianreg.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Where the figures come from. Immutable. */
final class Machine {

  private static final String VERSIONS = "versions.properties";

  private final int cores = Runtime.getRuntime().availableProcessors();
  private final int threads;
  private final String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
  private final String java =
      System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
  private final String nd4j;

  @JsonInclude(Include.NON_NULL)
  private final String pytorch;

  /**
   * @param threads of each worker
   * @param torch PyTorch, or null where there is none
   */
  Machine(int threads, PyTorch torch) throws IOException {
    this.threads = threads;
    nd4j = version("nd4j");
    pytorch = torch == null ? null : torch.version();
  }

  private static String version(String library) throws IOException {
    Properties versions = new Properties();
    try (InputStream resource = Machine.class.getResourceAsStream(VERSIONS)) {
      if (resource == null) {
        throw new IOException("Resource " + VERSIONS + " is missing from the jar");
      }
      versions.load(resource);
    }
    return versions.getProperty(library);
  }

  /** In one line. */
  String format() {
    return String.format(
        "%d cores (%d threads), %s, %s, ND4J %s, %s",
        cores, threads, system, java, nd4j, pytorch == null ? "no PyTorch" : "PyTorch " + pytorch);
  }
}

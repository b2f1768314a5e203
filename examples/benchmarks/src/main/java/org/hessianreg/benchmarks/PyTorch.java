package org.hessianreg.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** PyTorch on this machine, if it is there. */
final class PyTorch {

  private static final String SCRIPT = "peer.py";
  private static final List<String> VERSION =
      List.of("-c", "import torch; print(torch.__version__)");

  private final String python;
  private final String version;
  private final Path script;

  private PyTorch(String python, String version, Path script) {
    this.python = python;
    this.version = version;
    this.script = script;
  }

  /**
   * Asks a Python for its PyTorch.
   *
   * @param python a command or path
   * @return empty if there is no such command or it has no PyTorch
   */
  static Optional<PyTorch> find(String python) throws IOException {
    Optional<String> version = version(python);
    return version.isPresent()
        ? Optional.of(new PyTorch(python, version.get(), unpack()))
        : Optional.empty();
  }

  private static Optional<String> version(String python) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(python, VERSION.get(0), VERSION.get(1));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Optional.empty();
    }
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking " + python + " for PyTorch", e);
    }
  }

  /** Python reads files; the script is part of the jar. */
  private static Path unpack() throws IOException {
    try (InputStream packed = PyTorch.class.getResourceAsStream(SCRIPT)) {
      if (packed == null) {
        throw new IOException("Resource " + SCRIPT + " is missing from the jar");
      }
      Path script = Files.createTempFile("peer", ".py");
      script.toFile().deleteOnExit();
      Files.copy(packed, script, StandardCopyOption.REPLACE_EXISTING);
      return script;
    }
  }

  String version() {
    return version;
  }

  /**
   * The command line of a worker.
   *
   * @param device {@code cpu} or {@code cuda}
   */
  List<String> worker(Network network, PeerMethod method, int threads, String device) {
    return List.of(
        python,
        "-u",
        script.toString(),
        network.label(),
        method.argument(),
        Integer.toString(threads),
        device);
  }
}

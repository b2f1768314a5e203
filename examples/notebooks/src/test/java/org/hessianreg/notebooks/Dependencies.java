package org.hessianreg.notebooks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The artifacts on the class path, as Maven's {@code dependency:list} writes them. Immutable. */
final class Dependencies {

  private final List<String[]> lines;

  private Dependencies(List<String[]> lines) {
    this.lines = lines;
  }

  /** What the build has written for this module. */
  static Dependencies ofThisModule() throws IOException {
    return parse(Files.readAllLines(Notebook.folder().resolve("target/dependencies.txt")));
  }

  /** Lines that are no {@code group:artifact:type[:classifier]:version:scope} are passed over. */
  static Dependencies parse(List<String> lines) {
    List<String[]> parsed = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.strip().split("\\s", 2)[0].split(":", -1);
      if (parts.length == 5 || parts.length == 6) {
        parsed.add(parts);
      }
    }
    return new Dependencies(parsed);
  }

  /**
   * Fails unless the artifact is there in the same version. A classifier need only be matched by
   * some classifier: it names a platform, and the build runs on others, too.
   */
  void require(Artifact artifact) throws NotebookFailure {
    List<String> versions = new ArrayList<>();
    for (String[] line : lines) {
      boolean same = line[0].equals(artifact.group()) && line[1].equals(artifact.name());
      if (same && artifact.isClassified() == (line.length == 6)) {
        versions.add(line[line.length - 2]);
      }
    }
    if (versions.isEmpty()) {
      throw new NotebookFailure(artifact + " is not on the class path of the build");
    }
    if (!versions.contains(artifact.version())) {
      throw new NotebookFailure(artifact + ": the build has version " + versions);
    }
  }
}

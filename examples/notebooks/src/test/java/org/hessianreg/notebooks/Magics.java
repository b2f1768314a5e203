package org.hessianreg.notebooks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Interprets the magic commands of BeakerX that the notebooks use. Nothing is downloaded: what a
 * {@code %%classpath add mvn} cell names must be on the class path of the build, which the session
 * gets there. BeakerX resolves one tree for each such command, so that several of them take long
 * and can put two versions of a library on the class path: hence there may be only one.
 */
final class Magics {

  private final JavaSession session;
  private final Dependencies dependencies;
  private final String classPath;
  private final Path folder;
  private boolean searchesLocalRepository;
  private boolean hasClassPath;

  /**
   * @param folder where relative paths start
   */
  Magics(JavaSession session, Dependencies dependencies, String classPath, Path folder) {
    this.session = session;
    this.dependencies = dependencies;
    this.classPath = classPath;
    this.folder = folder;
  }

  /** Whether a cell has magic commands. It may then have nothing else. */
  static boolean areIn(String source) {
    return source.lines().anyMatch(line -> line.startsWith("%"));
  }

  void run(String source) throws NotebookFailure {
    List<String> lines =
        source.lines().filter(line -> !line.isBlank()).collect(Collectors.toList());
    String first = lines.get(0);
    if (first.strip().equals("%%html")) {
      return;
    }
    if (words(first).equals(List.of("%%classpath", "add", "mvn"))) {
      addArtifacts(lines.subList(1, lines.size()));
      return;
    }
    for (String line : lines) {
      runLine(line);
    }
  }

  private void runLine(String line) throws NotebookFailure {
    List<String> words = words(line);
    if (words.equals(List.of("%classpath", "config", "resolver", "mvnLocal"))) {
      searchesLocalRepository = true;
    } else if (startsWith(words, "%classpath", "add", "mvn")) {
      throw notInOneCell(line);
    } else if (startsWith(words, "%classpath", "add", "jar") && words.size() == 4) {
      addJar(words.get(3));
    } else if (startsWith(words, "%import") && words.size() == 2) {
      session.run("import " + words.get(1) + ";");
    } else if (line.startsWith("%")) {
      throw new NotebookFailure("unknown magic command: " + line);
    } else {
      throw new NotebookFailure("code and magic commands in one cell: " + line);
    }
  }

  private void addArtifacts(List<String> lines) throws NotebookFailure {
    if (hasClassPath) {
      throw notInOneCell("%%classpath add mvn");
    }
    for (String line : lines) {
      requireArtifact(line);
    }
    session.addToClassPath(classPath);
    hasClassPath = true;
  }

  private static NotebookFailure notInOneCell(String command) {
    return new NotebookFailure(
        "artifacts are resolved one by one: name all in one '%%classpath add mvn' cell instead of "
            + command);
  }

  private void requireArtifact(String line) throws NotebookFailure {
    Artifact artifact =
        Artifact.of(words(line))
            .orElseThrow(
                () ->
                    new NotebookFailure(
                        "expected group, artifact, version [type classifier]: " + line));
    if (artifact.isLocal() && !searchesLocalRepository) {
      throw new NotebookFailure(
          artifact + " needs '%classpath config resolver mvnLocal' before it");
    }
    dependencies.require(artifact);
  }

  private void addJar(String path) throws NotebookFailure {
    Path file = folder.resolve(path.endsWith("/*") ? path.substring(0, path.length() - 2) : path);
    if (!Files.exists(file)) {
      throw new NotebookFailure("no such jar or folder: " + path);
    }
    session.addToClassPath(path.endsWith("/*") ? file.resolve("*").toString() : file.toString());
  }

  private static boolean startsWith(List<String> words, String... start) {
    return words.size() >= start.length
        && words.subList(0, start.length).equals(Arrays.asList(start));
  }

  private static List<String> words(String line) {
    return Arrays.asList(line.strip().split("\\s+"));
  }
}

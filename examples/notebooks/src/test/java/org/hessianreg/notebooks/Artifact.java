package org.hessianreg.notebooks;

import java.util.List;
import java.util.Optional;

/** What a line of a {@code %%classpath add mvn} cell names. Immutable. */
final class Artifact {

  private static final String PROJECT = "org.hessianreg";

  private final String group;
  private final String name;
  private final String version;
  private final boolean classified;

  private Artifact(String group, String name, String version, boolean classified) {
    this.group = group;
    this.name = name;
    this.version = version;
    this.classified = classified;
  }

  /**
   * Reads group, artifact and version, and possibly type and classifier.
   *
   * @return empty if these are not what the words are
   */
  static Optional<Artifact> of(List<String> words) {
    return words.size() == 3 || words.size() == 5
        ? Optional.of(new Artifact(words.get(0), words.get(1), words.get(2), words.size() == 5))
        : Optional.empty();
  }

  String group() {
    return group;
  }

  String name() {
    return name;
  }

  String version() {
    return version;
  }

  /** Whether it has a classifier, which for ND4J names a platform. */
  boolean isClassified() {
    return classified;
  }

  /** Whether this project builds it, so that it is in the local repository. */
  boolean isLocal() {
    return group.equals(PROJECT);
  }

  @Override
  public String toString() {
    return group + ":" + name + ":" + version + (classified ? " (with a classifier)" : "");
  }
}

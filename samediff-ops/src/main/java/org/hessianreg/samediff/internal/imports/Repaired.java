package org.hessianreg.samediff.internal.imports;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** What a repair made of an op. Immutable. */
final class Repaired {

  /** How the results relate to those of the op. */
  private enum Kind {
    UNNEEDED,
    EQUAL,
    CORRECTED,
    LEFT
  }

  private final Kind kind;
  private final String text;
  private final List<SDVariable> results;

  private Repaired(Kind kind, String text, SDVariable... results) {
    this.kind = kind;
    this.text = text;
    this.results = List.of(results);
  }

  /** A copy of the op will do. */
  static Repaired unneeded() {
    return new Repaired(Kind.UNNEEDED, "");
  }

  /**
   * The op is written otherwise, with the same values.
   *
   * @param text what was done, a clause
   * @param results variables of the new graph, for the op's first outputs
   */
  static Repaired equal(String text, SDVariable... results) {
    return new Repaired(Kind.EQUAL, text, results);
  }

  /**
   * The importer read the file wrongly; the values are others now.
   *
   * @param text what was done, a clause
   * @param results variables of the new graph, for the op's first outputs
   */
  static Repaired corrected(String text, SDVariable... results) {
    return new Repaired(Kind.CORRECTED, text, results);
  }

  /**
   * The op should be written otherwise, and cannot be.
   *
   * @param text why, a clause
   */
  static Repaired left(String text) {
    return new Repaired(Kind.LEFT, text);
  }

  boolean isChanged() {
    return kind == Kind.EQUAL || kind == Kind.CORRECTED;
  }

  boolean isCorrected() {
    return kind == Kind.CORRECTED;
  }

  boolean isLeft() {
    return kind == Kind.LEFT;
  }

  String text() {
    return text;
  }

  List<SDVariable> results() {
    return results;
  }
}

package org.hessianreg.notebooks;

/** The lines by which a notebook says whether its results are right. */
final class Verdict {

  private Verdict() {}

  /** Fails if a line says FAILED. */
  static void requireNotFailed(String printed) throws NotebookFailure {
    for (String line : printed.lines().toArray(String[]::new)) {
      if (line.startsWith("FAILED")) {
        throw new NotebookFailure("the notebook says: " + line);
      }
    }
  }

  /**
   * Fails unless a line says OK.
   *
   * @param printed what the last cell printed
   * @return that line
   */
  static String requireOk(String printed) throws NotebookFailure {
    requireNotFailed(printed);
    return printed
        .lines()
        .filter(line -> line.startsWith("OK "))
        .findFirst()
        .orElseThrow(() -> new NotebookFailure("the last cell prints no line that starts with OK"));
  }
}

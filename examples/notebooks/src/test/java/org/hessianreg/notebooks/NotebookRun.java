package org.hessianreg.notebooks;

import java.util.List;

/** What the cells of a notebook gave. Immutable. */
final class NotebookRun {

  private final List<CellOutput> outputs;

  /**
   * @param outputs what each executed cell gave, in order
   */
  NotebookRun(List<CellOutput> outputs) {
    this.outputs = List.copyOf(outputs);
  }

  /** What each executed cell gave, in order. */
  List<CellOutput> outputs() {
    return outputs;
  }

  /**
   * The line that starts with OK.
   *
   * @throws NotebookFailure if the last cell, which alone has seen everything, prints none
   */
  String verdict() throws NotebookFailure {
    return Verdict.requireOk(outputs.isEmpty() ? "" : outputs.get(outputs.size() - 1).printed());
  }
}

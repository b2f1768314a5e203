package org.hessianreg.notebooks;

/** Why a notebook does not run as it should. */
final class NotebookFailure extends Exception {

  private static final long serialVersionUID = 1L;

  NotebookFailure(String message) {
    super(message);
  }

  /** The same failure, with the cell in which it happened. */
  NotebookFailure in(Cell cell) {
    return new NotebookFailure(String.format("cell %d: %s", cell.number(), getMessage()));
  }
}

package org.hessianreg.notebooks;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Executes the cells of a notebook in order, all but those that need BeakerX itself. */
final class CellRunner {

  private final Dependencies dependencies;
  private final String classPath;
  private final Path folder;

  /**
   * @param dependencies what {@code %%classpath add mvn} may name
   * @param classPath where the classes of those are
   * @param folder the working directory that the notebook expects
   */
  CellRunner(Dependencies dependencies, String classPath, Path folder) {
    this.dependencies = dependencies;
    this.classPath = classPath;
    this.folder = folder;
  }

  /**
   * Runs a notebook.
   *
   * @return the line that starts with OK and that the last cell prints
   * @throws NotebookFailure at the first cell that fails or says so
   */
  String run(Notebook notebook) throws NotebookFailure {
    List<Cell> cells = notebook.portableCells();
    String printed = "";
    try (JavaSession session = new JavaSession()) {
      Magics magics = new Magics(session, dependencies, classPath, folder);
      for (Cell cell : cells) {
        try {
          printed = run(cell, session, magics);
        } catch (NotebookFailure e) {
          throw e.in(cell);
        }
      }
    }
    return Verdict.requireOk(printed);
  }

  /** What the cell prints; the session's code writes to this machine's standard output. */
  private static String run(Cell cell, JavaSession session, Magics magics) throws NotebookFailure {
    PrintStream standardOutput = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      if (Magics.areIn(cell.source())) {
        magics.run(cell.source());
      } else {
        session.run(cell.source());
      }
    } finally {
      System.out.flush();
      System.setOut(standardOutput);
    }
    String printed = bytes.toString(StandardCharsets.UTF_8);
    Verdict.requireNotFailed(printed);
    return printed;
  }
}

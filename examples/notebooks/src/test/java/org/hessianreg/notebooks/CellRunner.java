package org.hessianreg.notebooks;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
   * @return what its cells gave
   * @throws NotebookFailure at the first cell that fails or says so, or if the last one says
   *     nothing
   */
  NotebookRun run(Notebook notebook) throws NotebookFailure {
    List<CellOutput> outputs = new ArrayList<>();
    try (JavaSession session = new JavaSession()) {
      Magics magics = new Magics(session, dependencies, classPath, folder);
      for (Cell cell : notebook.portableCells()) {
        try {
          outputs.add(run(cell, session, magics));
        } catch (NotebookFailure e) {
          throw e.in(cell);
        }
      }
    }
    NotebookRun run = new NotebookRun(outputs);
    run.verdict();
    return run;
  }

  /** The session's code writes to this machine's standard output. */
  private static CellOutput run(Cell cell, JavaSession session, Magics magics)
      throws NotebookFailure {
    Optional<Object> value = Optional.empty();
    PrintStream standardOutput = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      if (Magics.areIn(cell.source())) {
        magics.run(cell.source());
      } else {
        value = session.run(cell.source());
      }
    } finally {
      System.out.flush();
      System.setOut(standardOutput);
    }
    String printed = bytes.toString(StandardCharsets.UTF_8);
    Verdict.requireNotFailed(printed);
    return new CellOutput(printed, value);
  }
}

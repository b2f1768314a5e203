package org.hessianreg.notebooks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the notebooks that are named, or all, and stores their outputs in them. */
final class NotebookStore {

  private NotebookStore() {}

  /**
   * The program.
   *
   * @param arguments names of notebooks in the module's folder; none for all of them
   */
  public static void main(String[] arguments) throws IOException, NotebookFailure {
    CellRunner runner =
        new CellRunner(
            Dependencies.ofThisModule(), System.getProperty("java.class.path"), Notebook.folder());
    for (Path file : files(arguments)) {
      System.out.println(file.getFileName() + " …");
      Notebook notebook = Notebook.read(file);
      NotebookRun run = runner.run(notebook);
      Files.writeString(file, NotebookWriter.write(notebook.with(run)));
      System.out.println("  " + run.verdict());
    }
  }

  private static List<Path> files(String... names) throws IOException {
    return names.length == 0
        ? Notebook.all()
        : Stream.of(names).map(Notebook.folder()::resolve).collect(Collectors.toList());
  }
}

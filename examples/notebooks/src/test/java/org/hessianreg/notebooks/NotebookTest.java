package org.hessianreg.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs every notebook of this module. */
@Tag("slow")
class NotebookTest {

  @TestFactory
  Stream<DynamicTest> runs() throws IOException {
    CellRunner runner =
        new CellRunner(
            Dependencies.ofThisModule(), System.getProperty("java.class.path"), Notebook.folder());
    return Notebook.all().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> System.out.println(runner.run(Notebook.read(file)).verdict())));
  }

  /** So that an empty folder does not pass for one whose notebooks all run. */
  @Test
  void thereAreNotebooks() throws IOException {
    List<String> names =
        Notebook.all().stream()
            .map(Path::getFileName)
            .map(Path::toString)
            .collect(Collectors.toList());

    assertThat(names)
        .containsExactly(
            "choose-the-strength.ipynb",
            "enable-in-dl4j.ipynb",
            "probes-and-dropout.ipynb",
            "samediff-penalty.ipynb",
            "trace-along-training.ipynb");
  }
}

package org.hessianreg.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is written is what Jupyter would write. */
class NotebookWriterTest {

  @TestFactory
  Stream<DynamicTest> nothingChangesButWhatIsStored() throws IOException {
    return Notebook.all().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertThat(NotebookWriter.write(Notebook.read(file)))
                            .isEqualTo(Files.readString(file))));
  }

  @Test
  void outputsTakeThePlaceOfThoseOfEachExecutedCell() throws IOException {
    Path file = Notebook.all().get(0);
    Notebook notebook = Notebook.read(file);
    int cells = notebook.portableCells().size();
    CellOutput output = new CellOutput("", Optional.of("here"));

    Notebook stored = notebook.with(new NotebookRun(Collections.nCopies(cells, output)));

    List<Cell> executed = stored.portableCells();
    for (int i = 0; i < cells; i++) {
      assertThat(executed.get(i).outputs()).isEqualTo(output.toJson(i + 1));
      assertThat(executed.get(i).executionCount()).isEqualTo(i + 1);
    }
    assertThat(without(stored)).isEqualTo(without(notebook));
  }

  /** Everything but outputs and the version of Java. */
  private static ObjectNode without(Notebook notebook) {
    ObjectNode json = notebook.json().deepCopy();
    ((ObjectNode) json.at("/metadata/language_info")).remove("version");
    ((ArrayNode) json.path("cells"))
        .forEach(cell -> ((ObjectNode) cell).remove(List.of("outputs", "execution_count")));
    return json;
  }
}

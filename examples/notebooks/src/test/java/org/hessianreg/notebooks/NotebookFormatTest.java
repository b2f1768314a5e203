package org.hessianreg.notebooks;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The notebooks' files are what BeakerX 2.x writes after it has run them. */
class NotebookFormatTest {

  /** Characters of a line; a page made from a notebook cuts longer ones off. */
  private static final int PAGE_WIDTH = 100;

  @TestFactory
  Stream<DynamicTest> metadataIsThatOfBeakerX() throws IOException {
    return perNotebook(
        notebook -> {
          JsonNode json = notebook.json();
          assertThat(json.path("nbformat").asInt()).isEqualTo(4);
          assertThat(json.path("nbformat_minor").asInt()).isEqualTo(2);
          JsonNode metadata = json.path("metadata");
          String javaVersion = metadata.path("language_info").path("version").asText();
          assertThat(javaVersion).matches("(1[1-9]|[2-9]\\d)(\\.\\d+)*");
          ObjectNode expected = new ObjectMapper().createObjectNode();
          expected
              .putObject("kernelspec")
              .put("display_name", "Java11")
              .put("language", "java")
              .put("name", "java");
          expected
              .putObject("language_info")
              .put("codemirror_mode", "text/x-java")
              .put("file_extension", ".java")
              .put("mimetype", "")
              .put("name", "Java")
              .put("nbconverter_exporter", "")
              .put("version", javaVersion);
          assertThat(metadata).isEqualTo(expected);
        });
  }

  @TestFactory
  Stream<DynamicTest> holdsTheOutputsOfOneCompleteRun() throws IOException {
    return perNotebook(
        notebook -> {
          List<Cell> cells = notebook.portableCells();
          assertThat(cells)
              .extracting(Cell::executionCount)
              .containsExactlyElementsOf(
                  IntStream.rangeClosed(1, cells.size()).boxed().collect(Collectors.toList()));
          Verdict.requireOk(cells.get(cells.size() - 1).printed());
          List<JsonNode> outputs =
              cells.stream()
                  .flatMap(cell -> cell.outputs().findParents("output_type").stream())
                  .collect(Collectors.toList());
          assertThat(outputs)
              .extracting(output -> output.path("output_type").asText())
              .doesNotContain("error");
          assertThat(outputs)
              .allSatisfy(
                  output ->
                      assertThat(output.path("data").fieldNames())
                          .toIterable()
                          .isSubsetOf("image/png", "text/plain"));
          assertThat(outputs)
              .as("images")
              .anyMatch(output -> output.at("/data/image~1png").isTextual());
        });
  }

  @TestFactory
  Stream<DynamicTest> cellsForBeakerXAloneHaveNoOutputs() throws IOException {
    return perNotebook(
        notebook ->
            assertThat(notebook.codeCells())
                .filteredOn(Cell::needsBeakerX)
                .allSatisfy(cell -> assertThat(cell.outputs()).isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> linesFitOnAPage() throws IOException {
    return perNotebook(
        notebook ->
            assertThat(notebook.codeCells())
                .flatMap(cell -> lines(cell.source() + "\n" + cell.printed()))
                .filteredOn(line -> line.length() > PAGE_WIDTH)
                .isEmpty());
  }

  /** A notebook stands alone; the tests' own class path would hide that it does not. */
  @TestFactory
  Stream<DynamicTest> beginsWithTheClassPath() throws IOException {
    return perNotebook(
        notebook -> {
          List<Cell> cells = notebook.codeCells();
          assertThat(cells.get(0).source()).isEqualTo("%classpath config resolver mvnLocal");
          assertThat(cells.get(1).source()).startsWith("%%classpath add mvn\n");
        });
  }

  /** BeakerX prints null below a cell that ends with a statement, until it is told not to. */
  @TestFactory
  Stream<DynamicTest> noNullsArePrinted() throws IOException {
    return perNotebook(
        notebook ->
            assertThat(notebook.codeCells())
                .filteredOn(Cell::needsBeakerX)
                .first()
                .extracting(Cell::source, as(STRING))
                .contains("com.twosigma.beakerx.kernel.Kernel.showNullExecutionResult = false;"));
  }

  private static List<String> lines(String text) {
    return text.lines().collect(Collectors.toList());
  }

  private static Stream<DynamicTest> perNotebook(Check check) throws IOException {
    return Notebook.all().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), () -> check.of(Notebook.read(file))));
  }

  /** What is asserted about a notebook. */
  private interface Check {
    void of(Notebook notebook) throws Exception;
  }
}

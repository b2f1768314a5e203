package org.hessianreg.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad notebooks are found out. */
class CellRunnerTest {

  private static final String OK = "System.out.println(\"OK all is well\")";
  private static final String MVN_LOCAL = "%classpath config resolver mvnLocal";

  private static final Dependencies DEPENDENCIES =
      Dependencies.parse(
          List.of(
              "",
              "The following files have been resolved:",
              "   org.example:thing:jar:1.2:compile -- module thing (auto)",
              "   org.example:native:jar:linux-x86_64:3.4:runtime",
              "   org.hessianreg:mine:jar:0.1:compile"));

  private static final String STREAM = "{'output_type':'stream','name':'stdout','text':";
  private static final String RESULT =
      "{'output_type':'execute_result','execution_count':1,'metadata':{},'data':{'text/plain':";

  @TempDir private Path folder;

  @Tag("slow")
  @Test
  void stateLastsFromCellToCell() throws Exception {
    assertThat(
            run(
                "import java.util.List;\n"
                    + "List<Integer> numbers = List.of(1, 2);\n"
                    + "numbers.size();",
                "int sum() { return numbers.stream().mapToInt(i -> i).sum(); } // a method",
                "if (sum() != 3) { throw new IllegalStateException(); }\n" + OK))
        .isEqualTo("OK all is well");
  }

  @Tag("slow")
  @Test
  void aCellMayEndWithAComment() throws Exception {
    assertThat(run(OK + "; // the verdict\n// and nothing else")).isEqualTo("OK all is well");
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "6 * 7 | [" + RESULT + "['42']}}]",
        "\"a\\nb \" | [" + RESULT + "['a\\n','b ']}}]",
        "System.out.println(\"a\"); System.out.print(\"b\"); | [" + STREAM + "['a\\n','b']}]",
        "int x = 1; x = 2; System.out.print(3); x | [" + STREAM + "['3']}," + RESULT + "['2']}}]",
        "(String) null | []",
        "1 + 1; int f() { return 2; } | []",
        "1 + 1; import java.util.List; | []",
      })
  void outputsAreInTheNotebooksFormat(String source, String expected) throws Exception {
    CellOutput first = runner().run(notebook(source, OK)).outputs().get(0);

    assertThat(first.toJson(1)).hasToString(expected.replace('\'', '"'));
  }

  @Tag("slow")
  @Test
  void imagesAreStoredAsPng() throws Exception {
    String image =
        "new java.awt.image.BufferedImage(3, 2, java.awt.image.BufferedImage.TYPE_INT_RGB)";

    CellOutput first = runner().run(notebook(image, OK)).outputs().get(0);

    byte[] png = Base64.getDecoder().decode(first.toJson(1).at("/0/data/image~1png").asText());
    assertThat(ImageIO.read(new ByteArrayInputStream(png)))
        .returns(3, BufferedImage::getWidth)
        .returns(2, BufferedImage::getHeight);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int x = \"text\"; | rejected snippet",
        "int x = ; | rejected snippet",
        "Missing m = null; | rejected snippet",
        "package p; | rejected snippet",
        "int x = 1; | ends with the declaration of a variable",
        "int x; // and a comment | ends with the declaration of a variable",
        "int f() { return missing(); } | unresolved reference",
        "int[] a = new int[1]; a[1] = 2; | ArrayIndexOutOfBoundsException",
        "throw new IllegalStateException(\"broken\"); | broken",
        "int f() { | incomplete snippet",
        "System.out.println(\"FAILED 1 != 2\"); | FAILED 1 != 2",
        "%classpath add rpm x | unknown magic command",
        "%classpath config resolver elsewhere | unknown magic command",
        "%%python | unknown magic command",
        "%classpath add mvn org.example thing 1.2 | resolved one by one",
        "%classpath add jar missing.jar | no such jar or folder",
        "%import no.such.Type | rejected snippet",
      })
  void reports(String bad, String expected) {
    assertThatThrownBy(() -> run("int fine = 1;\nfine++;", bad, OK))
        .isInstanceOf(NotebookFailure.class)
        .hasMessageStartingWith("cell 2: ")
        .hasMessageContaining(expected);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "org.example thing | expected group, artifact, version",
        "org.example thing 1.3 | the build has version [1.2]",
        "org.example other 1.2 | not on the class path",
        "org.example native 3.4 | not on the class path",
        "org.example thing 1.2 jar linux | not on the class path",
        "org.hessianreg mine 0.1 | needs '%classpath config resolver",
      })
  void reportsArtifacts(String line, String expected) {
    assertThatThrownBy(() -> run("%%classpath add mvn\n" + line, OK))
        .isInstanceOf(NotebookFailure.class)
        .hasMessageStartingWith("cell 1: ")
        .hasMessageContaining(expected);
  }

  @Tag("slow")
  @Test
  void reportsASecondResolution() {
    String thing = "%%classpath add mvn\norg.example thing 1.2";

    assertThatThrownBy(() -> run(thing, thing, OK))
        .hasMessageStartingWith("cell 2: ")
        .hasMessageContaining("resolved one by one");
  }

  @Tag("slow")
  @Test
  void reportsCodeBesideMagic() {
    assertThatThrownBy(() -> run("%import java.util.List\nint x = 1;", OK))
        .hasMessageContaining("code and magic commands in one cell");
  }

  @Tag("slow")
  @Test
  void reportsAMissingVerdict() {
    assertThatThrownBy(() -> run("System.out.println(1);"))
        .isInstanceOf(NotebookFailure.class)
        .hasMessageContaining("no line that starts with OK");
  }

  /** Only the last cell has seen everything. */
  @Tag("slow")
  @Test
  void reportsAVerdictThatComesTooEarly() {
    assertThatThrownBy(() -> run(OK, "System.out.println(1);"))
        .hasMessageContaining("no line that starts with OK");
  }

  @Tag("slow")
  @Test
  void acceptsTheFormsOfBeakerX() throws Exception {
    assertThat(
            run(
                MVN_LOCAL,
                "%%classpath add mvn\norg.example thing 1.2\norg.hessianreg mine 0.1\n"
                    + "org.example native 3.4 jar macosx-arm64",
                "%classpath add jar .",
                "%import java.util.List",
                "%%html\n<b>bold</b>",
                "List.of();\n" + OK))
        .isEqualTo("OK all is well");
  }

  @Tag("slow")
  @Test
  void leavesOutCellsForBeakerX() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode notebook = mapper.createObjectNode();
    ArrayNode cells = notebook.putArray("cells");
    cells.addObject().put("cell_type", "markdown").put("source", "# Text");
    ObjectNode beakerx = cells.addObject().put("cell_type", "code").put("source", "new Plot()");
    beakerx.putObject("metadata").putArray("tags").add(Cell.BEAKERX);
    cells.addObject().put("cell_type", "code").put("source", OK);

    assertThat(runner().run(Notebook.parse(notebook.toString())).verdict())
        .isEqualTo("OK all is well");
  }

  private String run(String... sources) throws NotebookFailure, IOException {
    return runner().run(notebook(sources)).verdict();
  }

  private static Notebook notebook(String... sources) throws IOException {
    ObjectNode notebook = new ObjectMapper().createObjectNode();
    ArrayNode cells = notebook.putArray("cells");
    for (String source : sources) {
      ArrayNode lines = cells.addObject().put("cell_type", "code").putArray("source");
      source.lines().map(line -> line + "\n").forEach(lines::add);
    }
    return Notebook.parse(notebook.toString());
  }

  private CellRunner runner() {
    return new CellRunner(DEPENDENCIES, System.getProperty("java.class.path"), folder);
  }
}

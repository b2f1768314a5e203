package org.hessianreg.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A notebook as its file has it. Immutable. */
final class Notebook {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonNode json;

  private Notebook(JsonNode json) {
    this.json = json;
  }

  static Notebook parse(String text) throws IOException {
    return new Notebook(MAPPER.readTree(text));
  }

  static Notebook read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** The notebooks of this module, by file name. */
  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .filter(file -> file.toString().endsWith(".ipynb"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  /** Where the notebooks lie, which is the working directory of a kernel that runs them. */
  static Path folder() {
    return Path.of(System.getProperty("basedir", ""));
  }

  JsonNode json() {
    return json;
  }

  /**
   * The notebook with the outputs of a run in place of its own.
   *
   * @param run what its portable cells gave
   */
  Notebook with(NotebookRun run) throws IOException {
    ObjectNode copy = json.deepCopy();
    int executed = 0;
    for (Cell cell : portableCells()) {
      CellOutput output = run.outputs().get(executed);
      executed++;
      ObjectNode target = (ObjectNode) copy.path("cells").get(cell.number() - 1);
      target.put("execution_count", executed);
      target.set("outputs", output.toJson(executed));
    }
    ((ObjectNode) copy.at("/metadata/language_info"))
        .put("version", System.getProperty("java.version"));
    return new Notebook(copy);
  }

  List<Cell> codeCells() {
    List<Cell> cells = new ArrayList<>();
    int number = 0;
    for (JsonNode each : json.path("cells")) {
      number++;
      Cell cell = new Cell(number, each);
      if (cell.isCode()) {
        cells.add(cell);
      }
    }
    return cells;
  }

  /** The cells that any kernel on JShell can execute. */
  List<Cell> portableCells() {
    return codeCells().stream().filter(cell -> !cell.needsBeakerX()).collect(Collectors.toList());
  }
}

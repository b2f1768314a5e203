package org.hessianreg.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A cell of a notebook. Immutable. */
final class Cell {

  /** Tag of the cells that use BeakerX's own classes, which are nowhere else. */
  static final String BEAKERX = "beakerx";

  private final int number;
  private final JsonNode json;

  /**
   * @param number counts from 1, text cells too
   */
  Cell(int number, JsonNode json) {
    this.number = number;
    this.json = json;
  }

  int number() {
    return number;
  }

  boolean isCode() {
    return json.path("cell_type").asText().equals("code");
  }

  boolean needsBeakerX() {
    return StreamSupport.stream(json.path("metadata").path("tags").spliterator(), false)
        .anyMatch(tag -> tag.asText().equals(BEAKERX));
  }

  /** The text, which a file may hold as a list of lines. */
  String source() {
    return text(json.path("source"));
  }

  /** The number that the front end shows, or 0 if the cell was not executed. */
  int executionCount() {
    return json.path("execution_count").asInt();
  }

  JsonNode outputs() {
    return json.path("outputs");
  }

  /** What the stored outputs hold of standard output. */
  String printed() {
    return StreamSupport.stream(outputs().spliterator(), false)
        .filter(output -> output.path("name").asText().equals("stdout"))
        .map(output -> text(output.path("text")))
        .collect(Collectors.joining());
  }

  private static String text(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining())
        : node.asText();
  }
}

package org.hessianreg.notebooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** What a cell printed, and the value of the expression that it ends with. Immutable. */
final class CellOutput {

  private static final Pattern LINE_ENDS = Pattern.compile("(?<=\n)");

  private final String printed;
  private final Optional<Object> value;

  CellOutput(String printed, Optional<Object> value) {
    this.printed = printed;
    this.value = value;
  }

  String printed() {
    return printed;
  }

  /**
   * The output in the form of notebook format 4.
   *
   * @param executionCount the number of the cell among those that were executed, from 1
   */
  ArrayNode toJson(int executionCount) throws IOException {
    ArrayNode outputs = JsonNodeFactory.instance.arrayNode();
    if (!printed.isEmpty()) {
      ObjectNode stream = outputs.addObject().put("output_type", "stream").put("name", "stdout");
      addLines(stream.putArray("text"), printed);
    }
    if (value.isPresent()) {
      ObjectNode result =
          outputs
              .addObject()
              .put("output_type", "execute_result")
              .put("execution_count", executionCount);
      result.putObject("metadata");
      addValue(result.putObject("data"), value.get());
    }
    return outputs;
  }

  private static void addValue(ObjectNode data, Object value) throws IOException {
    if (value instanceof BufferedImage) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write((BufferedImage) value, "png", bytes);
      data.put("image/png", Base64.getEncoder().encodeToString(bytes.toByteArray()));
    } else {
      addLines(data.putArray("text/plain"), value.toString());
    }
  }

  /** Each line keeps its end. */
  private static void addLines(ArrayNode lines, String text) {
    LINE_ENDS.splitAsStream(text).forEach(lines::add);
  }
}

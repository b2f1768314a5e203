package org.hessianreg.examples.internal;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/** Writes values as JSON, a property for each of their fields, and reads them again. */
public final class Json {

  private Json() {}

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .visibility(PropertyAccessor.ALL, Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, Visibility.ANY)
        .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .build();
  }

  /**
   * Writes a value.
   *
   * @param value any value that Jackson can write by its fields
   * @return one line, the same for equal values
   */
  public static String line(Object value) {
    try {
      return mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /**
   * Reads a value.
   *
   * @param line what {@link #line} has written
   * @param type the value's class
   * @param <T> the same
   * @return the value
   * @throws JsonProcessingException if the line holds no such value
   */
  public static <T> T read(String line, Class<T> type) throws JsonProcessingException {
    return mapper().readValue(line, type);
  }

  /**
   * Writes a value to a file, indented.
   *
   * @param value as for {@link #line}
   * @param file the file, which is overwritten
   * @throws IOException if it cannot be written
   */
  public static void write(Object value, Path file) throws IOException {
    mapper().writer(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), value);
  }
}

package org.hessianreg.examples.comparison;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/** Writes values as JSON, a property for each of their fields, and reads them again. */
final class Json {

  private Json() {}

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .visibility(PropertyAccessor.ALL, Visibility.NONE)
        .visibility(PropertyAccessor.FIELD, Visibility.ANY)
        .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .build();
  }

  /** One line, the same for equal values. */
  static String line(Object value) {
    try {
      return mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot be written as JSON: " + value.getClass(), e);
    }
  }

  static <T> T read(String line, Class<T> type) throws JsonProcessingException {
    return mapper().readValue(line, type);
  }

  static void write(Object value, Path file) throws IOException {
    mapper().writer(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), value);
  }
}

package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** An option as it travels: as text. Immutable. */
public final class OptionText implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String json;

  private OptionText(String json) {
    this.json = json;
  }

  /**
   * Writes an option.
   *
   * @param option the option
   * @return its text
   * @throws HessianTraceException if the option holds a predicate or a fixed direction
   */
  public static OptionText of(HessianTraceRegularization option) {
    try {
      return new OptionText(new ObjectMapper().writeValueAsString(option));
    } catch (JsonMappingException e) {
      throw cannotTravel(e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Says that an option cannot be sent to workers.
   *
   * @param cause why it cannot be written
   * @return the exception
   */
  static HessianTraceException cannotTravel(Exception cause) {
    return new HessianTraceException(
        "HessianTraceRegularization holds a predicate or a fixed direction, which cannot be sent to Spark's workers.",
        "select parameters with parameterPattern(\"regex\") instead of a predicate, and draw probes"
            + " instead of a direction; or give a WorkerOption, which makes the option where a"
            + " worker runs.",
        cause);
  }

  /**
   * Reads the option.
   *
   * @return an option equal to the one written
   */
  public HessianTraceRegularization read() {
    try {
      return new ObjectMapper().readValue(json, HessianTraceRegularization.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.hessianreg.examples.comparison;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.hessianreg.examples.internal.Json;

/** One run: all that its outcome depends on, besides the images in the files. Immutable. */
final class Task {

  /** What a run is for. */
  enum Stage {
    /** To choose a strength by the accuracy on the validation split. */
    SEARCH,
    /** To report: the accuracy on the test images, with the strength that was chosen. */
    FINAL
  }

  private final Stage stage;
  private final Setting setting;
  private final Method method;
  private final double strength;
  private final long seed;
  private final int steps;
  private final int validationImages;

  @JsonCreator
  Task(
      @JsonProperty("stage") Stage stage,
      @JsonProperty("setting") Setting setting,
      @JsonProperty("method") Method method,
      @JsonProperty("strength") double strength,
      @JsonProperty("seed") long seed,
      @JsonProperty("steps") int steps,
      @JsonProperty("validationImages") int validationImages) {
    this.stage = stage;
    this.setting = setting;
    this.method = method;
    this.strength = strength;
    this.seed = seed;
    this.steps = steps;
    this.validationImages = validationImages;
  }

  Stage stage() {
    return stage;
  }

  Setting setting() {
    return setting;
  }

  Method method() {
    return method;
  }

  double strength() {
    return strength;
  }

  long seed() {
    return seed;
  }

  int steps() {
    return steps;
  }

  int validationImages() {
    return validationImages;
  }

  /** Equal for equal tasks. */
  String key() {
    return Json.line(this);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %s%s, seed %d",
        setting.id(),
        method.id(),
        method == Method.NONE ? "" : " " + Numbers.plain(strength),
        seed);
  }
}

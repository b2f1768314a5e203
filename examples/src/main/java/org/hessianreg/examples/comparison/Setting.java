package org.hessianreg.examples.comparison;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** A problem that every method is tried on. Immutable. */
final class Setting {

  private final Architecture network;
  private final int images;
  private final int noisePercent;

  /**
   * @param images how many images there are to train on
   * @param noisePercent share of wrong labels among them
   */
  @JsonCreator
  Setting(
      @JsonProperty("network") Architecture network,
      @JsonProperty("images") int images,
      @JsonProperty("noisePercent") int noisePercent) {
    this.network = network;
    this.images = images;
    this.noisePercent = noisePercent;
  }

  Architecture network() {
    return network;
  }

  int images() {
    return images;
  }

  int noisePercent() {
    return noisePercent;
  }

  /** A part of file names. */
  String id() {
    return String.format(Locale.ROOT, "%s-%d-%d", network.id(), images, noisePercent);
  }

  /** A title. */
  String label() {
    return String.format(
        Locale.ROOT, "%s, %,d images, %d %% wrong labels", network.name(), images, noisePercent);
  }
}

package org.hessianreg.examples;

import java.util.OptionalDouble;

/** What the user may choose about the training runs. */
final class Settings {
  private final int epochs;
  private final int batch;
  private final OptionalDouble coefficient;

  /**
   * @param coefficient for every penalised method; empty for each method's own default
   */
  Settings(int epochs, int batch, OptionalDouble coefficient) {
    this.epochs = epochs;
    this.batch = batch;
    this.coefficient = coefficient;
  }

  int epochs() {
    return epochs;
  }

  int batch() {
    return batch;
  }

  OptionalDouble coefficient() {
    return coefficient;
  }
}

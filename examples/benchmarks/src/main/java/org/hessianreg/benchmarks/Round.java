package org.hessianreg.benchmarks;

/**
 * A slice of plain steps and, right after it, one of another method: whatever slows the machine
 * down for a while hits both, and their ratio stays. Immutable.
 */
final class Round {

  private final Slice plain;
  private final Slice other;

  Round(Slice plain, Slice other) {
    this.plain = plain;
    this.other = other;
  }

  Slice plain() {
    return plain;
  }

  Slice other() {
    return other;
  }

  /** What a step of the method costs, in plain steps. */
  double ratio() {
    return other.mean() / plain.mean();
  }

  /**
   * The same for the step in the middle: with a penalty at every tenth step, one without it. Means
   * would need the means without the tenth steps.
   */
  double medianRatio() {
    return other.median() / plain.median();
  }
}

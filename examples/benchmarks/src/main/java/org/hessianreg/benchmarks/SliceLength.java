package org.hessianreg.benchmarks;

/**
 * How many steps are timed at a time. Long enough that one hiccup of the machine does not matter,
 * short enough that a slice and the plain slice beside it see the same machine. Immutable.
 */
final class SliceLength {

  private static final double MILLIS = 700.0;

  /** Enough draws of tensors or groups that their mean is near that of all draws. */
  private static final int DRAWS = 8;

  private final int least;
  private final int multiple;

  private SliceLength(int least, int multiple) {
    this.least = least;
    this.multiple = multiple;
  }

  /** For methods whose steps are all alike. */
  static SliceLength any() {
    return new SliceLength(1, 1);
  }

  /** For methods whose steps do more or less work, as it is drawn. */
  static SliceLength drawn() {
    return new SliceLength(DRAWS, 1);
  }

  /** For methods whose steps repeat in cycles. */
  static SliceLength cycles(int length) {
    return new SliceLength(length, length);
  }

  /**
   * @param millis what a step takes
   */
  int steps(double millis) {
    int wanted = Math.max(least, (int) Math.round(MILLIS / millis));
    return (wanted + multiple - 1) / multiple * multiple;
  }
}

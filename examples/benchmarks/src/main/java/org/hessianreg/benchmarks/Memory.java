package org.hessianreg.benchmarks;

/**
 * Peaks of the memory that a process occupies, in bytes: Java's or Python's own, the arrays, the
 * code of the libraries, everything. Immutable.
 */
final class Memory {

  private final long built;
  private final long stepping;
  private final long end;

  /**
   * Peaks at three moments; negative on a system that does not report them.
   *
   * @param built of a process that only built the network
   * @param stepping after some steps, as free of garbage as can be
   * @param end after the whole run, with what garbage there came to be
   */
  Memory(long built, long stepping, long end) {
    this.built = built;
    this.stepping = stepping;
    this.end = end;
  }

  /** Whether the system reports it. */
  boolean isKnown() {
    return built >= 0;
  }

  /** What the process occupies while it trains. */
  long total() {
    return stepping;
  }

  /** What training adds to a process that has built the network and nothing else. */
  long net() {
    return stepping - built;
  }

  /** What the process came to occupy, garbage that was not collected yet included. */
  long end() {
    return end;
  }
}

package org.hessianreg.dl4j.spark;

import org.hessianreg.samediff.HessianTraceException;

/** Checks numbers that a user gives. */
final class Counts {

  private Counts() {}

  /**
   * Returns a number that is large enough.
   *
   * @throws HessianTraceException if it is not
   */
  static int atLeast(int least, String what, int value) {
    if (value < least) {
      throw new HessianTraceException(
          String.format("%s is %d, expected at least %d.", what, value, least),
          String.format("use %d or more.", least));
    }
    return value;
  }
}

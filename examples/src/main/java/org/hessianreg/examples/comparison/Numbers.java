package org.hessianreg.examples.comparison;

import java.math.BigDecimal;

/** Numbers as text. */
final class Numbers {

  private Numbers() {}

  /** With as many digits as the number has, without an exponent. */
  static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}

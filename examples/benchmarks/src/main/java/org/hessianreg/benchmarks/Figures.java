package org.hessianreg.benchmarks;

import java.util.Locale;

/** Writes numbers the way the tables show them. */
final class Figures {

  private Figures() {}

  /** With as many digits as the format says, and a decimal point wherever the program runs. */
  static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  static String range(Spread spread) {
    return number("%.2f", spread.least()) + "–" + number("%.2f", spread.most());
  }

  static String count(long value) {
    return Long.toString(value);
  }
}

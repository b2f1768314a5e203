package org.hessianreg.examples;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses whole numbers out of range. */
final class OptionRange {

  private OptionRange() {}

  /**
   * @param command whose option it is
   */
  static void check(CommandSpec command, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          command.commandLine(),
          String.format("%s is %d: give a number from %d to %d", option, value, least, most));
    }
  }
}

package org.hessianreg.examples;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses whole numbers out of range. */
public final class OptionRange {

  private OptionRange() {}

  /**
   * Checks the value of an option.
   *
   * @param command whose option it is
   * @param option its name
   * @param value what was given
   * @param least the smallest number allowed
   * @param most the largest number allowed
   * @throws ParameterException if the value is another; the message says which are allowed
   */
  public static void check(CommandSpec command, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          command.commandLine(),
          String.format("%s is %d: give a number from %d to %d", option, value, least, most));
    }
  }
}

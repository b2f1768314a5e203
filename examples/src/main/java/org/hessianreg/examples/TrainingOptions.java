package org.hessianreg.examples;

import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be chosen in every example that trains over several seeds. */
class TrainingOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Number of seeds: each method is trained N times (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training data (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Examples per training step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--coefficient",
      paramLabel = "X",
      description =
          "Weight of the penalty in the loss, for every penalised method"
              + " (default: the example's own).")
  private Double coefficient;

  /** Options with an example's own defaults. */
  TrainingOptions(int seeds, int epochs, int batch) {
    this.seeds = seeds;
    this.epochs = epochs;
    this.batch = batch;
  }

  final int seeds() {
    return seeds;
  }

  final int epochs() {
    return epochs;
  }

  final int batch() {
    return batch;
  }

  /** The coefficient for every penalised method; empty for each method's own default. */
  final OptionalDouble coefficient() {
    return coefficient == null ? OptionalDouble.empty() : OptionalDouble.of(coefficient);
  }

  /**
   * Refuses values out of range.
   *
   * @param examples how many there are to train on
   */
  final void check(int examples) {
    checkRange("--seeds", seeds, 1, 1000);
    checkRange("--epochs", epochs, 1, 10_000);
    checkRange("--batch", batch, 1, examples);
    if (coefficient != null && !(coefficient >= 0 && Double.isFinite(coefficient))) {
      throw bad("--coefficient is " + coefficient + ": give a finite number of 0 or more");
    }
  }

  /** Refuses a whole number out of range. */
  final void checkRange(String option, int value, int least, int most) {
    OptionRange.check(command, option, value, least, most);
  }

  /**
   * Refuses to train on all there is, since some must be left to test on.
   *
   * @param all how many there are
   * @param what names them
   */
  final void checkBelow(String option, int value, int all, String what) {
    if (value >= all) {
      throw bad(String.format("%s is %d: give a number below %d, %s", option, value, all, what));
    }
  }

  /** The complaint about a value, to be thrown. */
  final ParameterException bad(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

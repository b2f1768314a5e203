package org.hessianreg.examples;

import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be chosen in every example on the digits. */
final class DigitsOptions {

  private static final int SMALLEST_PART = 100;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Number of seeds: each method is trained N times (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Images per training step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--coefficient",
      paramLabel = "X",
      description =
          "Weight of the penalty in the loss, for every penalised method"
              + " (default: one per method, see the table).")
  private Double coefficient;

  @Option(
      names = "--training-images",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Images to train on; the rest of the 1,797 is the test part (default: ${DEFAULT-VALUE}).")
  private int trainingImages;

  @Option(
      names = "--label-noise",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "Share of the training labels to replace by wrong ones, 0 to 1"
              + " (default: ${DEFAULT-VALUE}).")
  private double labelNoise;

  int seeds() {
    return seeds;
  }

  int epochs() {
    return epochs;
  }

  int batch() {
    return batch;
  }

  /** The coefficient for every penalised method; empty for each method's own default. */
  OptionalDouble coefficient() {
    return coefficient == null ? OptionalDouble.empty() : OptionalDouble.of(coefficient);
  }

  double labelNoise() {
    return labelNoise;
  }

  /** Reads the data that the options describe. */
  DigitsData data(long splitSeed) {
    return DigitsData.load(trainingImages, labelNoise, splitSeed);
  }

  /** Refuses values out of range. */
  void check() {
    checkRange("--seeds", seeds, 1, 1000);
    checkRange("--epochs", epochs, 1, 10_000);
    checkRange(
        "--training-images", trainingImages, SMALLEST_PART, DigitsData.IMAGES - SMALLEST_PART);
    checkRange("--batch", batch, 1, trainingImages);
    if (coefficient != null && !(coefficient >= 0 && Double.isFinite(coefficient))) {
      throw bad("--coefficient is " + coefficient + ": give a finite number of 0 or more");
    }
    if (!(labelNoise >= 0 && labelNoise <= 1)) {
      throw bad("--label-noise is " + labelNoise + ": give a share from 0 to 1");
    }
  }

  private void checkRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw bad(String.format("%s is %d: give a number from %d to %d", option, value, least, most));
    }
  }

  /** The complaint about a value, to be thrown. */
  ParameterException bad(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

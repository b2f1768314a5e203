package org.hessianreg.examples;

import picocli.CommandLine.Option;

/** What can be chosen in every example on the digits. */
final class DigitsOptions extends TrainingOptions {

  private static final int SMALLEST_PART = 100;

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

  /** Options with an example's own defaults. */
  DigitsOptions(int seeds, int epochs) {
    super(seeds, epochs, 32);
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
    checkRange(
        "--training-images", trainingImages, SMALLEST_PART, DigitsData.IMAGES - SMALLEST_PART);
    check(trainingImages);
    if (!(labelNoise >= 0 && labelNoise <= 1)) {
      throw bad("--label-noise is " + labelNoise + ": give a share from 0 to 1");
    }
  }
}

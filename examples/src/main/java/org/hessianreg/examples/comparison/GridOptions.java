package org.hessianreg.examples.comparison;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.hessianreg.examples.OptionRange;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what to run. An option that is not given has a default, or a tiny one. */
final class GridOptions {

  private static final int MOST = 1_000_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--networks",
      paramLabel = "NAME",
      split = ",",
      converter = Choices.Networks.class,
      description = "Of mlp, cnn (default: both).")
  private List<Architecture> networks;

  @Option(
      names = "--images",
      paramLabel = "N",
      split = ",",
      description = "Numbers of images to train on (default: 1000,5000).")
  private List<Integer> images;

  @Option(
      names = "--noise",
      paramLabel = "PERCENT",
      split = ",",
      description = "Shares of wrong labels, 0 to 100 (default: 0,30).")
  private List<Integer> noise;

  @Option(
      names = "--methods",
      paramLabel = "NAME",
      split = ",",
      converter = Choices.Methods.class,
      description =
          "Of none, l2, weight-decay, label-smoothing, confidence, jacobian, cutout, mixup, sam,"
              + " seht-h, seht-d-element, seht-d-tensor, seht-d-blocks, blocks, blocks-warm-up,"
              + " gauss-newton-bounded,"
              + " gauss-newton, gauss-newton-blocks (default: all).")
  private List<Method> methods;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Final runs of each method in each setting (default: 5).")
  private Integer seeds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Training steps of each run, of 50 images each (default: 600).")
  private Integer steps;

  @Option(
      names = "--validation",
      paramLabel = "N",
      description = "Images to choose strengths by, besides the training images (default: 2000).")
  private Integer validation;

  @Option(
      names = "--smoke",
      description =
          "Tiny defaults, to see whether everything works: the MLP, 1000 images, 30 %% wrong labels,"
              + " three methods, one seed, 30 steps.")
  private boolean smoke;

  /**
   * What the options ask for.
   *
   * @param available number of training images in the files
   */
  Grid grid(int available) {
    int validationImages = or(validation, 2000, 2000);
    checkRange("--validation", validationImages, 1, available - 1);
    List<Setting> settings = new ArrayList<>();
    for (int count : or(images, List.of(1000, 5000), List.of(1000))) {
      checkRange("--images", count, Recipe.BATCH, available - validationImages);
      for (int percent : or(noise, List.of(0, 30), List.of(30))) {
        checkRange("--noise", percent, 0, 100);
        for (Architecture network : networks()) {
          settings.add(new Setting(network, count, percent));
        }
      }
    }
    List<Method> all =
        or(methods, List.of(Method.values()), List.of(Method.NONE, Method.L2, Method.BLOCKS));
    int finals = or(seeds, 5, 1);
    checkRange("--seeds", finals, 1, Grid.MOST_SEEDS);
    int training = or(steps, 600, 30);
    checkRange("--steps", training, 1, MOST);
    return new Grid(
        settings, List.copyOf(new LinkedHashSet<>(all)), finals, training, validationImages);
  }

  private List<Architecture> networks() {
    return or(networks, List.of(Architecture.values()), List.of(Architecture.MLP));
  }

  private <T> T or(T given, T usual, T tiny) {
    return Optional.ofNullable(given).orElse(smoke ? tiny : usual);
  }

  private void checkRange(String option, int value, int least, int most) {
    OptionRange.check(command, option, value, least, most);
  }

  /** The complaint about a value, to be thrown. */
  ParameterException bad(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}

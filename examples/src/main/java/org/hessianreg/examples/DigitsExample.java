package org.hessianreg.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Trains a small convolutional network on the UCI optical digits without a penalty, with the
 * Hutchinson estimate of the Hessian's trace (SEHT-H), with dropout on its probes (SEHT-D) and with
 * the trace of the Gauss–Newton matrix, over several seeds.
 *
 * <p>Prints a table of test accuracy, training loss, trace of the Hessian and time per step, and
 * writes a chart of the trace over training. {@code --help} lists the options.
 */
@Command(
    name = "digits",
    mixinStandardHelpOptions = true,
    version = "digits (hessian-trace-regularization example)",
    description = "Compares Hessian-trace penalties on the UCI optical digits.",
    sortOptions = false)
public final class DigitsExample implements Callable<Integer> {
  private static final String CHART = "digits-trace.png";
  private static final long SPLIT_SEED = 1797;
  private static final int SMALLEST_PART = 100;
  private static final int BAD_INPUT = CommandLine.ExitCode.USAGE;

  @Spec private CommandSpec spec;

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

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "target",
      description = "Folder for the chart " + CHART + " (default: ${DEFAULT-VALUE}).")
  private Path output;

  private DigitsExample() {}

  /**
   * Runs the example and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    // XChart draws with AWT, which would look for a display otherwise.
    System.setProperty("java.awt.headless", "true");
    System.exit(run(console(System.out), console(System.err), args));
  }

  /** The table holds a character beyond ASCII; UTF-8 is what terminals expect. */
  private static PrintWriter console(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs the command with the given streams and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new DigitsExample())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(
            (e, arguments) -> {
              e.getCommandLine().getErr().println("error: " + e.getMessage() + " (try --help)");
              return BAD_INPUT;
            })
        .execute(args);
  }

  @Override
  public Integer call() throws IOException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    Settings settings =
        new Settings(
            epochs,
            batch,
            coefficient == null ? OptionalDouble.empty() : OptionalDouble.of(coefficient));
    List<RunResult> results = trainAll(settings, out);
    out.println();
    out.print(new ResultTable(settings.coefficient()).format(results));
    Path chart = output.resolve(CHART);
    TraceChart.write(results, chart);
    out.println();
    out.println("Chart: " + chart);
    return CommandLine.ExitCode.OK;
  }

  private List<RunResult> trainAll(Settings settings, PrintWriter out) {
    DigitsData data = DigitsData.load(trainingImages, labelNoise, SPLIT_SEED);
    out.printf(
        Locale.ROOT,
        "%d training images (%.0f%% wrong labels), %d test images, %d seed(s), %d epoch(s) of"
            + " batches of %d%n",
        data.training().numExamples(),
        100 * labelNoise,
        data.test().numExamples(),
        seeds,
        epochs,
        batch);
    TrainingRun run = new TrainingRun(data, new TraceEstimator(data.training()), settings);
    int total = seeds * Method.values().length;
    List<RunResult> results = new ArrayList<>();
    // Methods in the inner loop: whatever slows the machine down for a while hits all of them.
    for (int seed = 1; seed <= seeds; seed++) {
      for (Method method : Method.values()) {
        out.printf("[%2d/%d] seed %d, %-13s", results.size() + 1, total, seed, method.label());
        out.flush();
        RunResult result = run.train(method, seed, () -> progress(out));
        out.printf(
            Locale.ROOT,
            " accuracy %.2f%%, tr H %.1f%n",
            100 * result.accuracy(),
            result.finalTrace());
        results.add(result);
      }
    }
    return results;
  }

  private static void progress(PrintWriter out) {
    out.print('.');
    out.flush();
  }

  private void check() {
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
    // Now rather than after minutes of training.
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      throw bad("--output " + output + " is no folder and cannot be made one: name another");
    }
    if (!Files.isWritable(output)) {
      throw bad("--output " + output + " is not writable: name another folder");
    }
  }

  private void checkRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw bad(String.format("%s is %d: give a number from %d to %d", option, value, least, most));
    }
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

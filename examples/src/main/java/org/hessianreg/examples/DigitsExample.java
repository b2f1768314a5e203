package org.hessianreg.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hessianreg.samediff.backend.BackendCheck;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Spec private CommandSpec spec;

  @Mixin private final DigitsOptions options = new DigitsOptions(3, 20);

  @Mixin private OutputOptions output;

  DigitsExample() {}

  /**
   * Runs the example and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Launcher.run(new DigitsExample(), args));
  }

  @Override
  public Integer call() throws IOException {
    options.check();
    output.check();
    PrintWriter out = spec.commandLine().getOut();
    out.println(BackendCheck.describe());
    Settings settings = new Settings(options.epochs(), options.batch(), options.coefficient());
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
    DigitsData data = options.data(SPLIT_SEED);
    out.printf(
        Locale.ROOT,
        "%d training images (%.0f%% wrong labels), %d test images, %d seed(s), %d epoch(s) of"
            + " batches of %d%n",
        data.training().numExamples(),
        100 * options.labelNoise(),
        data.test().numExamples(),
        options.seeds(),
        options.epochs(),
        options.batch());
    TrainingRun run = new TrainingRun(data, new TraceEstimator(data.training()), settings);
    int total = options.seeds() * Method.values().length;
    List<RunResult> results = new ArrayList<>();
    // Methods in the inner loop: whatever slows the machine down for a while hits all of them.
    for (int seed = 1; seed <= options.seeds(); seed++) {
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
}

package org.hessianreg.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.backend.BackendCheck;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Watches the trace of the Hessian while a SameDiff graph or a DL4J {@code MultiLayerNetwork}
 * trains, without the penalty and with it: a listener logs it every few iterations, and both curves
 * are drawn at the end.
 */
@Command(
    name = "watch-trace",
    mixinStandardHelpOptions = true,
    version = "watch-trace (hessian-trace-regularization example)",
    description = "Logs and plots the Hessian's trace during training, on the UCI digits.",
    sortOptions = false)
public final class WatchTraceExample implements Callable<Integer> {

  private static final int TRAINING = 500;
  private static final int BATCH = 32;
  private static final long SEED = 1;
  private static final double COEFFICIENT = 1e-3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "KIND",
      defaultValue = "samediff",
      converter = WatchedKindConverter.class,
      description = "What trains: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private WatchedKind kind;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "12",
      description = "Passes over the training images (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--interval",
      paramLabel = "N",
      defaultValue = "8",
      description = "Iterations from one estimate to the next (default: ${DEFAULT-VALUE}).")
  private int interval;

  @Mixin private OutputOptions output;

  WatchTraceExample() {}

  /**
   * Runs the example and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Launcher.run(new WatchTraceExample(), args));
  }

  @Override
  public Integer call() throws IOException {
    OptionRange.check(spec, "--epochs", epochs, 1, 10_000);
    OptionRange.check(spec, "--interval", interval, 1, 1000);
    output.check();
    PrintWriter out = spec.commandLine().getOut();
    out.println(BackendCheck.describe());
    DigitsData data = DigitsData.load(TRAINING, 0.0, SEED);
    WatchedModel model = kind.create(data.training(), SEED);

    out.println("Without the penalty:");
    SortedMap<Integer, Double> plain = watch(model, data, 0.0, out);
    out.println("With the penalty:");
    SortedMap<Integer, Double> penalised = watch(model, data, COEFFICIENT, out);

    out.println();
    out.println(row("tr H", "first", "largest", "last"));
    out.println(row("no penalty", plain));
    out.println(row("Hessian trace", penalised));
    CurveChart chart =
        new CurveChart("Trace of the Hessian of the training loss", "iteration", "tr H");
    chart.add("no penalty", plain);
    chart.add("Hessian trace", penalised);
    Path file = output.resolve(kind.chart());
    chart.write(file);
    out.println();
    out.println("Chart: " + file);
    return CommandLine.ExitCode.OK;
  }

  private SortedMap<Integer, Double> watch(
      WatchedModel model, DigitsData data, double coefficient, PrintWriter out) {
    HessianTraceRegularization option =
        HessianTraceRegularization.builder().coefficient(coefficient).seed(SEED).build();
    TraceLog log = new TraceLog(interval, out);
    model.train(option, new ShuffledBatches(data.training(), BATCH, SEED), epochs, log);
    return log.traces();
  }

  private static String row(String method, SortedMap<Integer, Double> traces) {
    return row(
        method,
        number(traces.get(traces.firstKey())),
        number(Collections.max(traces.values())),
        number(traces.get(traces.lastKey())));
  }

  private static String number(double trace) {
    return String.format(Locale.ROOT, "%.1f", trace);
  }

  private static String row(String... cells) {
    return String.format("%-13s %9s %9s %9s", (Object[]) cells);
  }
}

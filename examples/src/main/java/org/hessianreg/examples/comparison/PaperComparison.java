package org.hessianreg.examples.comparison;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hessianreg.examples.Launcher;
import org.hessianreg.examples.internal.Progress;
import org.hessianreg.samediff.backend.BackendCheck;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Compares Hessian-trace penalties with other ways of regularizing on Fashion-MNIST: two networks,
 * few training images, labels right or partly wrong, several seeds.
 *
 * <p>Each method's strength is chosen on a validation split, by as many trials for each method; the
 * test images are read for the final runs alone. Prints a table for each setting and writes charts,
 * {@code comparison.json} and {@code runs.jsonl}; started again with the same output folder it goes
 * on with the runs that are missing. {@code --help} lists the options.
 */
@Command(
    name = "comparison",
    mixinStandardHelpOptions = true,
    version = "comparison (hessian-trace-regularization example)",
    description = "Compares Hessian-trace penalties with other regularizers on Fashion-MNIST.",
    sortOptions = false)
public final class PaperComparison implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private GridOptions options;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "Runs at a time, each in a JVM of its own with one thread (default: one a core).")
  private Integer jobs;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = FashionMnist.DEBIAN_FOLDER,
      description =
          "Folder with the four files of Fashion-MNIST"
              + " (default: ${DEFAULT-VALUE}, Debian's package dataset-fashion-mnist).")
  private Path data;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "target/comparison",
      description =
          "Folder for results; runs that are in its file runs.jsonl already are not made again"
              + " (default: ${DEFAULT-VALUE}).")
  private Path output;

  PaperComparison() {}

  /**
   * Runs the comparison and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Launcher.run(new PaperComparison(), args));
  }

  @Override
  public Integer call() throws IOException {
    Grid grid = options.grid(new FashionMnist(data).check());
    int workers = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
    if (workers < 1) {
      throw options.bad("--jobs is " + workers + ": give 1 or more");
    }
    makeOutput();
    RunLog log = RunLog.open(output);
    PrintWriter out = spec.commandLine().getOut();
    out.println(BackendCheck.describe());
    out.printf(
        Locale.ROOT,
        "%d run(s) in %d setting(s), %d at a time%n",
        grid.runs(),
        grid.settings().size(),
        workers);
    List<SettingResult> results = new ArrayList<>();
    try (WorkerPool pool = new WorkerPool(workers, data, output)) {
      Progress progress = new Progress(out, grid.runs(), System::nanoTime);
      Comparison comparison = new Comparison(grid, new LoggedRunner(pool, log, progress));
      for (Setting setting : grid.settings()) {
        results.add(comparison.run(setting));
        report(results, out);
      }
    }
    out.println(ComparisonTable.legend());
    out.println("Results: " + output);
    return CommandLine.ExitCode.OK;
  }

  /** After each setting, so that there is something to see before the last one. */
  private void report(List<SettingResult> results, PrintWriter out) throws IOException {
    SettingResult latest = results.get(results.size() - 1);
    out.println();
    out.println(ComparisonTable.format(latest));
    out.flush();
    ComparisonCharts.write(latest, output);
    new Report(results).write(output);
  }

  /** Now rather than after minutes of training. */
  private void makeOutput() {
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      throw options.bad(
          "--output " + output + " is not a folder and cannot be made one: name another");
    }
    if (!Files.isWritable(output)) {
      throw options.bad("--output " + output + " is not writable: name another folder");
    }
  }
}

package org.hessianreg.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.hessianreg.samediff.HessianTraceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures what the penalty costs on this machine: time, memory and ops of a training step on six
 * kinds of network, beside PyTorch where it is installed; how the time grows with the network; and
 * how noisy the estimators are for their cost.
 *
 * <p>Prints tables and writes charts and all figures as JSON. {@code --help} lists the options.
 */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    version = "benchmark (hessian-trace-regularization)",
    description = "Measures what a Hessian-trace penalty costs on this machine.",
    sortOptions = false)
public final class Benchmark implements Callable<Integer> {

  private static final Path MODULE = Path.of("examples", "benchmarks");
  private static final Path FOLDER = Path.of("target", "benchmark");

  @Spec private CommandSpec spec;

  @Option(
      names = "--study",
      paramLabel = "NAME",
      split = ",",
      description = "What to measure: cost, scaling, enable, variance (default: all of them).")
  private List<String> studies = Study.labels();

  @Option(
      names = "--network",
      paramLabel = "NAME",
      split = ",",
      description =
          "Networks for cost and variance: mlp, cnn, resnet18, lstm, transformer, and for cost lenet,"
              + " a MultiLayerNetwork"
              + " (default: all of them); besides, lstm-layer and lstm-layer-256, an LSTM over 32 and"
              + " 256 steps by lstmLayer, and for cost lstm-1000, a MultiLayerNetwork with an LSTM over"
              + " 1,000 steps.")
  private List<String> networks = Subjects.labels();

  @Option(
      names = "--method",
      paramLabel = "NAME",
      split = ",",
      description =
          "Methods whose cost is measured beside plain training: hessian, hessian-k4, tensor-0.25,"
              + " blocks-8-1, blocks-8-8, gauss-newton, gauss-newton-blocks-8-1,"
              + " gauss-newton-blocks-8-8, interval-10, pytorch-plain, pytorch-triple-backward,"
              + " pytorch-jvp (default: all of them); besides, checkpointing, which makes a difference to"
              + " recurrent layers.")
  private List<String> methods = Selection.standardMethods();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "How often each method takes its turn (default: 7, and 3 where a plain step takes long"
              + " and for scaling).")
  private Integer rounds;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description =
          "Draws of each estimator for variance (default: what ten seconds allow, 8 to 100).")
  private Integer draws;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of each worker (default: the number of cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--python",
      paramLabel = "COMMAND",
      defaultValue = "python3",
      description = "The Python whose PyTorch is measured (default: ${DEFAULT-VALUE}).")
  private String python;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Folder for charts and figures (default: target/benchmark of this module).")
  private Path output = Files.isDirectory(MODULE) ? MODULE.resolve(FOLDER) : FOLDER;

  private Benchmark() {}

  /**
   * Runs the benchmark and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    // XChart draws with AWT, which would look for a display otherwise.
    System.setProperty("java.awt.headless", "true");
    System.exit(run(console(System.out), console(System.err), args));
  }

  /** Tables hold characters beyond ASCII; UTF-8 is what terminals expect. */
  private static PrintWriter console(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs the command with the given streams and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Benchmark())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(
            (e, arguments) -> {
              e.getCommandLine().getErr().println("error: " + e.getMessage() + " (try --help)");
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              command.getErr().println("error: " + e.getMessage());
              return e instanceof HessianTraceException
                  ? CommandLine.ExitCode.USAGE
                  : CommandLine.ExitCode.SOFTWARE;
            })
        .execute(args);
  }

  @Override
  public Integer call() throws IOException, UnsupportedTrainingException {
    Selection selection = check();
    new BenchmarkRun(selection, output, spec.commandLine().getOut()).run();
    return CommandLine.ExitCode.OK;
  }

  private Selection check() {
    checkNames("--study", studies, Study.labels());
    checkNames("--network", networks, Subjects.known());
    checkNames("--method", methods, Selection.methods());
    checkRange("--rounds", rounds, 1, 1000);
    checkRange("--draws", draws, 2, 100_000);
    checkRange("--threads", threads, 1, 1024);
    // Now rather than after minutes of measuring.
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      throw bad("--output " + output + " is not a folder and cannot be made one: name another");
    }
    if (!Files.isWritable(output)) {
      throw bad("--output " + output + " is not writable: name another folder");
    }
    return new Selection(
        studies, networks, methods, optional(rounds), optional(draws), threads, python);
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private void checkNames(String option, List<String> given, List<String> known) {
    for (String name : given) {
      if (!known.contains(name)) {
        throw bad(option + " '" + name + "' is unknown: choose from " + String.join(", ", known));
      }
    }
  }

  private void checkRange(String option, Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw bad(String.format("%s is %d: give a number from %d to %d", option, value, least, most));
    }
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

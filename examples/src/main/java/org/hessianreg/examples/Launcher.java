package org.hessianreg.examples;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.hessianreg.samediff.graph.HessianGraphException;
import picocli.CommandLine;

/**
 * Runs the examples' commands: a mistake on the command line or in the data, or a machine that ND4J
 * cannot run on, is answered with one line.
 */
final class Launcher {

  private static final int BAD_INPUT = CommandLine.ExitCode.USAGE;

  private Launcher() {}

  /** Runs a command on the console and returns the JVM's exit code. */
  static int run(Callable<Integer> command, String... args) {
    // XChart draws with AWT, which would look for a display otherwise.
    System.setProperty("java.awt.headless", "true");
    return run(command, console(System.out), console(System.err), args);
  }

  /** The tables hold a character beyond ASCII; UTF-8 is what terminals expect. */
  private static PrintWriter console(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs a command with the given streams and returns its exit code. */
  static int run(Callable<Integer> command, PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(command)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(
            (e, arguments) -> {
              e.getCommandLine().getErr().println("error: " + e.getMessage() + " (try --help)");
              return BAD_INPUT;
            })
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              if (!(e instanceof HessianGraphException || e instanceof BadDataException)) {
                throw e;
              }
              line.getErr().println("error: " + e.getMessage());
              return BAD_INPUT;
            })
        .execute(args);
  }
}

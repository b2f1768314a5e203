package org.hessianreg.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.hessianreg.samediff.HessianTraceException;
import picocli.CommandLine;

/**
 * Runs the examples' commands: a mistake on the command line or in the data, or a machine that ND4J
 * cannot run on, is answered with one line.
 */
public final class Launcher {

  private static final int BAD_INPUT = CommandLine.ExitCode.USAGE;

  private Launcher() {}

  /**
   * Runs a command on the console.
   *
   * @param command a picocli command
   * @param args its command line
   * @return the JVM's exit code
   */
  public static int run(Callable<Integer> command, String... args) {
    // XChart draws with AWT, which would look for a display otherwise.
    System.setProperty("java.awt.headless", "true");
    return run(command, console(System.out), console(System.err), args);
  }

  /** The tables hold a character beyond ASCII; UTF-8 is what terminals expect. */
  private static PrintWriter console(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /**
   * Runs a command with the given streams.
   *
   * @param command a picocli command
   * @param out where its output goes
   * @param err where complaints go
   * @param args its command line
   * @return its exit code
   */
  public static int run(
      Callable<Integer> command, PrintWriter out, PrintWriter err, String... args) {
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
              line.getErr().println("error: " + complaint(e));
              return BAD_INPUT;
            })
        .execute(args);
  }

  /** What to report of an exception that is not a defect of the program; others are rethrown. */
  private static String complaint(Exception e) throws Exception {
    if (e instanceof HessianTraceException || e instanceof BadDataException) {
      return e.getMessage();
    }
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      // Many of these have nothing but the file as their message.
      return String.format(
          "cannot read or write: %s (%s): check path, permissions and disk space",
          e.getMessage(), e.getClass().getSimpleName());
    }
    throw e;
  }
}

package org.hessianreg.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The worker's end of the line between it and the benchmark: one answer to each command. */
final class CommandLoop {

  static final String READY = "ready";
  static final String UNSUPPORTED = "unsupported";

  private final PrintStream answers;

  private CommandLoop(PrintStream answers) {
    this.answers = answers;
  }

  /**
   * Takes standard output for the answers alone: SameDiff prints a line per op when it builds a
   * gradient function.
   */
  static CommandLoop standard() {
    CommandLoop loop = new CommandLoop(System.out);
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    return loop;
  }

  /** Says that the worker is ready, and answers until the input ends. */
  void run(Answerer answerer) throws IOException {
    answers.println(READY);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      answers.println(answerer.answer(line.split(" ")));
    }
  }

  /** Carries a command out. */
  @FunctionalInterface
  interface Answerer {
    String answer(String[] command) throws IOException;
  }
}

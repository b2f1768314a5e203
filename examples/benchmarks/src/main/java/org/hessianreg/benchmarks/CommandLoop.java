package org.hessianreg.benchmarks;

import java.io.IOException;
import org.hessianreg.examples.internal.LineWorker;

/** The worker's end of the line between it and the benchmark: one answer to each command. */
final class CommandLoop {

  static final String READY = "ready";
  static final String UNSUPPORTED = "unsupported";

  private final LineWorker worker;

  private CommandLoop(LineWorker worker) {
    this.worker = worker;
  }

  /** Takes standard output for the answers alone. */
  static CommandLoop standard() {
    return new CommandLoop(LineWorker.standard());
  }

  /** Says that the worker is ready, and answers until the input ends. */
  void run(Answerer answerer) throws IOException {
    worker.say(READY);
    worker.run(line -> answerer.answer(line.split(" ")));
  }

  /** Carries a command out. */
  @FunctionalInterface
  interface Answerer {
    String answer(String[] command) throws IOException;
  }
}

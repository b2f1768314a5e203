package org.hessianreg.examples.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A worker's end of the line to the command that has started it: a line for a line. */
public final class LineWorker {

  private final PrintStream answers;

  private LineWorker(PrintStream answers) {
    this.answers = answers;
  }

  /**
   * Takes standard output for the answers alone: SameDiff prints a line per op when it builds a
   * gradient function.
   *
   * @return the worker's end
   */
  public static LineWorker standard() {
    LineWorker worker = new LineWorker(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    return worker;
  }

  /**
   * Says something unasked.
   *
   * @param line one line
   */
  public void say(String line) {
    answers.println(line);
  }

  /**
   * Answers until the input ends.
   *
   * @param answerer makes the answer to a line, one line too
   * @throws IOException if the input cannot be read, or by the answerer
   */
  public void run(Answerer answerer) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(answerer.answer(line));
    }
  }

  /** Does what a line says. */
  @FunctionalInterface
  public interface Answerer {

    /**
     * Answers.
     *
     * @param line what the command has sent
     * @return the answer, one line
     * @throws IOException if something cannot be read or written
     */
    String answer(String line) throws IOException;
  }
}

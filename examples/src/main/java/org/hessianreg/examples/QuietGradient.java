package org.hessianreg.examples;

import java.io.OutputStream;
import java.io.PrintStream;
import org.nd4j.autodiff.samediff.SameDiff;

/** Differentiates a graph without the line per operation that SameDiff prints while it does so. */
public final class QuietGradient {
  private QuietGradient() {}

  /**
   * Creates the gradient function that {@code fit} would create at its first call. SameDiff
   * 1.0.0-M2.1 writes to {@code System.out} directly and has no switch for it, so standard output
   * is turned off, for this one call.
   *
   * @param sd the graph
   */
  public static void create(SameDiff sd) {
    PrintStream standardOutput = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      sd.createGradFunction();
    } finally {
      System.setOut(standardOutput);
    }
  }
}

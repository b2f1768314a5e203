package org.hessianreg.examples;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/** Logs the Hessian's trace every few iterations of training, and keeps it. */
final class TraceLog {

  private final int interval;
  private final PrintWriter out;
  private final SortedMap<Integer, Double> traces = new TreeMap<>();

  /**
   * @param interval iterations from one estimate to the next
   * @param out gets a line for each estimate
   */
  TraceLog(int interval, PrintWriter out) {
    this.interval = interval;
    this.out = out;
  }

  /**
   * An iteration has ended.
   *
   * @param loss of the minibatch
   * @param estimate is asked for the trace where it is due
   */
  void iterationDone(int epoch, int iteration, double loss, DoubleSupplier estimate) {
    if (iteration % interval != 0) {
      return;
    }
    double trace = estimate.getAsDouble();
    traces.put(iteration, trace);
    out.printf(
        Locale.ROOT,
        "epoch %2d, iteration %4d: loss %7.4f, tr H %8.1f%n",
        epoch,
        iteration,
        loss,
        trace);
    out.flush();
  }

  /** The estimates by iteration. */
  SortedMap<Integer, Double> traces() {
    return Collections.unmodifiableSortedMap(traces);
  }
}

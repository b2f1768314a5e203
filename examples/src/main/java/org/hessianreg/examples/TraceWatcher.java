package org.hessianreg.examples;

import java.io.PrintWriter;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Estimates the trace of the Hessian every few iterations of training, logs it and keeps it. */
final class TraceWatcher extends BaseListener {

  private final DigitsNetwork network;
  private final TraceEstimator estimator;
  private final int interval;
  private final PrintWriter log;
  private final SortedMap<Integer, Double> traces = new TreeMap<>();

  /**
   * @param network the one in training
   * @param interval iterations from one estimate to the next
   * @param log gets a line for each estimate
   */
  TraceWatcher(DigitsNetwork network, TraceEstimator estimator, int interval, PrintWriter log) {
    this.network = network;
    this.estimator = estimator;
    this.interval = interval;
    this.log = log;
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void iterationDone(SameDiff sd, At at, MultiDataSet batch, Loss loss) {
    if (at.iteration() % interval != 0) {
      return;
    }
    double trace = estimator.estimate(network);
    traces.put(at.iteration(), trace);
    log.printf(
        Locale.ROOT,
        "epoch %2d, iteration %4d: loss %7.4f, tr H %8.1f%n",
        at.epoch(),
        at.iteration(),
        loss.getLosses()[0],
        trace);
    log.flush();
  }

  /** The estimates by iteration. */
  SortedMap<Integer, Double> traces() {
    return Collections.unmodifiableSortedMap(traces);
  }
}

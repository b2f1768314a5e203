package org.hessianreg.benchmarks;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Collects garbage before each step. Native arrays that nothing refers to any more stay until
 * Java's collector comes across them, and when that is depends on how much of the Java heap the
 * steps fill: a peak without this would show the collector's rhythm, and one run would differ from
 * the next by a third.
 */
final class Collector extends BaseListener {

  /** ND4J and JavaCPP free what was collected on threads of their own. */
  private static final long PAUSE_MILLIS = 50;

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlMilliseconds) {
    collect();
  }

  /** Collects garbage and lets the native arrays go that it held. */
  static void collect() {
    System.gc();
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

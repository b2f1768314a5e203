package org.hessianreg.samediff.internal.training;

import java.util.ArrayList;
import java.util.List;

/** What penalised steps have computed, in order. Thread-safe. */
public final class StepHistory {

  private final List<StepRecord> records = new ArrayList<>();

  /** Creates an empty history. */
  public StepHistory() {}

  synchronized void add(StepRecord step) {
    records.add(step);
  }

  /**
   * All so far.
   *
   * @return a copy
   */
  public synchronized List<StepRecord> records() {
    return List.copyOf(records);
  }

  /**
   * Takes all so far out.
   *
   * @return what was there; nothing is left
   */
  public synchronized List<StepRecord> drain() {
    List<StepRecord> taken = List.copyOf(records);
    records.clear();
    return taken;
  }
}

package org.hessianreg.examples;

import java.util.ArrayList;
import java.util.List;

/**
 * The wall times of training steps, from the end of one step to the end of the next, so that what
 * listeners do before a step counts as well.
 */
public final class StepTimes {

  /** Steps until the JIT compiler and the memory caches have settled. */
  private static final int WARM_UP = 10;

  private final List<Double> millis = new ArrayList<>();
  private long previous;

  /** Starts with no step timed. */
  public StepTimes() {}

  /** The next step is not timed: something else happens before it. */
  public void pause() {
    previous = 0;
  }

  /** A step has ended. */
  public void step() {
    long now = System.nanoTime();
    if (previous != 0) {
      millis.add((now - previous) / 1e6);
    }
    previous = now;
  }

  /**
   * The timed steps.
   *
   * @return their milliseconds in order, without the warm-up where there are enough
   */
  public List<Double> millis() {
    return List.copyOf(millis.subList(Math.min(WARM_UP, millis.size() / 2), millis.size()));
  }
}

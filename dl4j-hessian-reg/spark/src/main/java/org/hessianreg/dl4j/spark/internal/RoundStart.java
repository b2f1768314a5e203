package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a round of all workers begins with. Immutable. */
public final class RoundStart implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ModelState state;
  private final HashMap<Integer, List<Numbers>> updaters;

  /**
   * Creates a start.
   *
   * @param state the driver's
   * @param updaters the states of the updaters that workers have of their own, by worker
   */
  public RoundStart(ModelState state, Map<Integer, List<Numbers>> updaters) {
    this.state = state;
    this.updaters = new HashMap<>(updaters);
  }

  /** The state that a worker begins with. */
  ModelState of(int worker) {
    List<Numbers> own = updaters.get(worker);
    return own == null ? state : state.withUpdater(own);
  }

  /**
   * How many bytes travel.
   *
   * @return the bytes that each executor gets
   */
  public long size() {
    return state.size()
        + updaters.values().stream().flatMap(List::stream).mapToLong(Numbers::size).sum();
  }
}

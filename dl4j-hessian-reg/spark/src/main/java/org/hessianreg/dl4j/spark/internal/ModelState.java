package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All of a model that training changes. Immutable. */
public final class ModelState implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ArrayList<Numbers> parameters;
  private final ArrayList<Numbers> updater;
  private final int iteration;
  private final int epoch;

  ModelState(List<Numbers> parameters, List<Numbers> updater, int iteration, int epoch) {
    this.parameters = new ArrayList<>(parameters);
    this.updater = new ArrayList<>(updater);
    this.iteration = iteration;
    this.epoch = epoch;
  }

  /** The parameters, in the order of the model. */
  List<Numbers> parameters() {
    return parameters;
  }

  /** The state of the updater, in the order of the model; empty where it has none. */
  List<Numbers> updater() {
    return updater;
  }

  int iteration() {
    return iteration;
  }

  /**
   * The epoch.
   *
   * @return at least 0
   */
  public int epoch() {
    return epoch;
  }

  /** The same with another state of the updater. */
  ModelState withUpdater(List<Numbers> state) {
    return new ModelState(parameters, state, iteration, epoch);
  }

  /**
   * The same after the end of an epoch.
   *
   * @return a state in the next epoch
   */
  public ModelState inNextEpoch() {
    return new ModelState(parameters, updater, iteration, epoch + 1);
  }

  /**
   * How many bytes travel.
   *
   * @return the bytes of parameters and updater
   */
  public long size() {
    return Stream.concat(parameters.stream(), updater.stream()).mapToLong(Numbers::size).sum();
  }
}

package org.hessianreg.dl4j.spark.internal;

import java.util.List;
import org.hessianreg.dl4j.PenaltyRecord;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A model in one JVM: the driver's, or a worker's copy of it. Not thread-safe. */
public interface Trainee {

  /**
   * Copies what training changes.
   *
   * @return a copy
   */
  ModelState state();

  /**
   * Puts a state in the place of the model's own.
   *
   * @param state of a model of the same kind
   */
  void take(ModelState state);

  /**
   * Trains on minibatches, one after the other.
   *
   * @param minibatches at least one
   * @return the sum of the scores
   */
  double fit(List<MultiDataSet> minibatches);

  /**
   * What penalised steps have computed since the last call.
   *
   * @return records in order
   */
  List<PenaltyRecord> drainHistory();
}

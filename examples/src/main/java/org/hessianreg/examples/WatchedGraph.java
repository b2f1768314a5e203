package org.hessianreg.examples;

import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/** Trains a SameDiff graph whose trace is watched. */
final class WatchedGraph implements WatchedModel {

  private static final double LEARNING_RATE = 2e-3;

  private final TraceEstimator estimator;
  private final long seed;

  /**
   * @param training images of which the trace is estimated
   * @param seed of the initial parameters
   */
  WatchedGraph(DataSet training, long seed) {
    this.estimator = new TraceEstimator(training);
    this.seed = seed;
  }

  @Override
  public void train(
      HessianTraceRegularization option, MultiDataSetIterator batches, int epochs, TraceLog log) {
    DigitsNetwork network = new DigitsNetwork(seed);
    SameDiff sd = network.graph();
    sd.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Adam(LEARNING_RATE))
            .regularization(option)
            .dataSetFeatureMapping(DigitsNetwork.IMAGES)
            .dataSetLabelMapping(DigitsNetwork.LABELS)
            .build());
    HessianTrace.enable(sd);
    QuietGradient.create(sd);
    sd.fit(batches, epochs, new TraceWatcher(network, estimator, log));
  }
}

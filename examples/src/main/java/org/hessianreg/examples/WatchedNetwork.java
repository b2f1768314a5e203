package org.hessianreg.examples;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** Trains a DL4J {@code MultiLayerNetwork} whose trace is watched. */
final class WatchedNetwork implements WatchedModel {

  private final NetworkTraceEstimator estimator;
  private final long seed;

  /**
   * @param training images of which the trace is estimated
   * @param seed of the initial parameters
   */
  WatchedNetwork(DataSet training, long seed) {
    this.estimator = new NetworkTraceEstimator(LeNet.create(seed), training);
    this.seed = seed;
  }

  @Override
  public void train(
      HessianTraceRegularization option, MultiDataSetIterator batches, int epochs, TraceLog log) {
    MultiLayerNetwork net = LeNet.create(seed);
    net.setListeners(new NetworkTraceWatcher(estimator, log));
    HessianTrace.enable(net, option);
    net.fit(batches, epochs);
  }
}

package org.hessianreg.examples;

import java.io.PrintWriter;

/** Trains a digits network as its training configuration says, and looks at what came out. */
final class GraphTraining {

  private final DigitsOptions options;
  private final DigitsData data;
  private final TraceEstimator estimator;
  private final PrintWriter out;

  /**
   * @param out gets a dot for each epoch
   */
  GraphTraining(DigitsOptions options, DigitsData data, PrintWriter out) {
    this.options = options;
    this.data = data;
    this.estimator = new TraceEstimator(data.training());
    this.out = out;
  }

  /**
   * @param seed decides the order of the images
   */
  Outcome fit(DigitsNetwork network, long seed) {
    StepTimer timer = new StepTimer();
    QuietGradient.create(network.graph());
    network
        .graph()
        .fit(
            new ShuffledBatches(data.training(), options.batch(), seed),
            options.epochs(),
            timer,
            new EpochListener(this::dot));
    return new Outcome(
            network.accuracyOn(data.test()), network.lossOn(data.training()), timer.millis())
        .withTrace(estimator.estimate(network));
  }

  private void dot() {
    out.print('.');
    out.flush();
  }
}

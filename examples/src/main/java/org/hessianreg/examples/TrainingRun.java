package org.hessianreg.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.learning.config.Adam;

/** Trains one network with one method from one seed. */
final class TrainingRun {
  private static final double LEARNING_RATE = 2e-3;

  private final DigitsData data;
  private final TraceEstimator estimator;
  private final Settings settings;

  TrainingRun(DigitsData data, TraceEstimator estimator, Settings settings) {
    this.data = data;
    this.estimator = estimator;
    this.settings = settings;
  }

  /**
   * @param seed decides the initial parameters, the order of the batches and the probes
   * @param afterEpoch called after each epoch, to show progress
   */
  RunResult train(Method method, long seed, Runnable afterEpoch) {
    DigitsNetwork network = new DigitsNetwork(seed);
    SameDiff sd = network.graph();

    // These lines are all that a training program needs to change for the penalty.
    TrainingConfig.Builder config =
        TrainingConfig.builder()
            .updater(new Adam(LEARNING_RATE))
            .dataSetFeatureMapping(DigitsNetwork.IMAGES)
            .dataSetLabelMapping(DigitsNetwork.LABELS);
    Optional<HessianTraceRegularization> penalty =
        method.regularization(settings.coefficient(), seed);
    penalty.ifPresent(config::regularization);
    sd.setTrainingConfig(config.build());
    if (penalty.isPresent()) {
      HessianTrace.enable(sd);
    }

    List<Double> traces = new ArrayList<>();
    traces.add(estimator.estimate(network));
    EpochListener progress =
        new EpochListener(
            () -> {
              traces.add(estimator.estimate(network));
              afterEpoch.run();
            });
    StepTimer timer = new StepTimer();
    QuietGradient.create(sd);
    sd.fit(
        new ShuffledBatches(data.training(), settings.batch(), seed),
        settings.epochs(),
        timer,
        progress);

    return new RunResult(
        method,
        network.accuracyOn(data.test()),
        network.lossOn(data.training()),
        traces,
        timer.millis());
  }
}

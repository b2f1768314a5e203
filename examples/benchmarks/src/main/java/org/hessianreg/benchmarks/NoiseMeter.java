package org.hessianreg.benchmarks;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.hessianreg.dl4j.PenaltyRecord;
import org.hessianreg.samediff.Curvature;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Measures the noise of estimators on one network, at one point and on one batch. */
final class NoiseMeter {

  private static final long SEED = 1;

  /** The penalty's gradient is then what the penalty adds to the gradient of the loss. */
  private static final double COEFFICIENT = 1.0;

  /** In the first one everything is built that steps need; the last one measures what they take. */
  private static final int WARM_UP = 2;

  private static final double DRAWING_MILLIS = 10_000.0;
  private static final int LEAST_DRAWS = 8;
  private static final int MOST_DRAWS = 100;

  private final Network network;
  private final MultiDataSet batch;
  private final Pretraining pretraining;
  private final FrozenTraining plain;
  private final float[] plainGradient;
  private final Map<Curvature, PooledMean> traces = new EnumMap<>(Curvature.class);
  private final Map<Curvature, PooledMean> gradients = new EnumMap<>(Curvature.class);

  NoiseMeter(Network network) {
    this.network = network;
    batch = network.batch(SEED).toMultiDataSet();
    pretraining = new Pretraining(network, batch);
    plain = new FrozenTraining(network, pretraining.parameters(), batch, Optional.empty());
    plain.steps(WARM_UP, gradient -> {});
    plainGradient = plain.gradient();
  }

  StartingPoint start() {
    return new StartingPoint(
        pretraining.steps(), pretraining.loss(), pretraining.parameters().size());
  }

  /**
   * @param draws how many; empty for as many as there is time for
   */
  NoiseSample measure(Estimator estimator, OptionalInt draws) {
    // What the estimator before has left lies outside the heap, where Java does not see it.
    System.gc();
    FrozenTraining training =
        new FrozenTraining(
            network,
            pretraining.parameters(),
            batch,
            Optional.of(
                estimator
                    .option(pretraining.parameters().size())
                    .coefficient(COEFFICIENT)
                    .build()));
    training.steps(WARM_UP, gradient -> {});
    double plainBefore = plainMillis();
    int count = draws.orElse(affordable(training.millis()));
    VectorMoments moments = new VectorMoments(plainGradient.length);
    training.steps(count, gradient -> moments.add(gradient, plainGradient));
    double millis = training.millis();
    SummaryStatistics trace = new SummaryStatistics();
    List<PenaltyRecord> records = training.estimates();
    records
        .subList(WARM_UP, records.size())
        .forEach(estimate -> trace.addValue(estimate.quadraticForm()));
    pool(estimator.curvature(), trace, moments);
    return new NoiseSample(
        count,
        trace.getMean(),
        trace.getVariance(),
        moments.totalVariance(),
        millis,
        (plainBefore + plainMillis()) / 2.0);
  }

  private void pool(Curvature curvature, SummaryStatistics trace, VectorMoments gradient) {
    traces
        .computeIfAbsent(curvature, c -> new PooledMean(1))
        .add(new double[] {trace.getMean()}, trace.getVariance(), gradient.count());
    gradients
        .computeIfAbsent(curvature, c -> new PooledMean(plainGradient.length))
        .add(gradient.mean(), gradient.totalVariance(), gradient.count());
  }

  private static int affordable(double stepMillis) {
    int affordable = (int) (DRAWING_MILLIS / stepMillis);
    return Math.max(LEAST_DRAWS, Math.min(MOST_DRAWS, affordable));
  }

  private double plainMillis() {
    plain.steps(1 + SliceLength.any().steps(plain.millis()), gradient -> {});
    return plain.millis();
  }

  /** What all estimators of a curvature that were measured estimate. */
  Signal signal(Curvature curvature) {
    return new Signal(traces.get(curvature).at(0), gradients.get(curvature).squaredNorm());
  }
}

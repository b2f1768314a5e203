package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** The mean over workers that draw independent probes has 1/n of the variance. */
@Tag("slow")
class WorkerVarianceTest {

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  private static final int STEPS = 300;

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void theVarianceFallsAsOneOverTheNumberOfWorkers(int workers) {
    // One minibatch and parameters that do not change: all variance is that of the probes.
    DataSet batch = SmallModels.batches(1).get(0);
    MultiLayerNetwork net = SmallModels.layers(new Sgd(0.0));
    SparkTraining training =
        ParameterAveraging.builder(SPARK.context())
            .averagingFrequency(STEPS)
            .build()
            .of(net, HessianTraceRegularization.builder().coefficient(1.0).seed(2026).build());
    training.fit(
        SPARK.context().parallelize(Collections.nCopies(workers * STEPS, batch), workers), 1);

    DescriptiveStatistics each = new DescriptiveStatistics();
    double[] sums = new double[STEPS];
    for (WorkerPenalty step : training.history()) {
      each.addValue(step.quadraticForm());
      sums[step.iteration()] += step.quadraticForm();
    }
    DescriptiveStatistics means = new DescriptiveStatistics();
    for (double sum : sums) {
      means.addValue(sum / workers);
    }
    double expected = each.getVariance() / workers;
    double error = Math.hypot(standardError(each) / workers, standardError(means));
    assertThat(means.getVariance()).isBetween(expected - 4.0 * error, expected + 4.0 * error);
    // The test can tell: probes that all workers shared would leave the variance as it is.
    assertThat(each.getVariance()).isGreaterThan(expected + 4.0 * error);
  }

  /** Of the variance of a sample, by its kurtosis. */
  private static double standardError(DescriptiveStatistics sample) {
    return sample.getVariance() * Math.sqrt((sample.getKurtosis() + 2.0) / sample.getN());
  }
}

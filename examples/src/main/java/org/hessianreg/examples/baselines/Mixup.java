package org.hessianreg.examples.baselines;

import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mixup (Zhang et al., <a href="https://arxiv.org/abs/1710.09412">mixup: Beyond Empirical Risk
 * Minimization</a>): each example of a minibatch becomes {@code μ·a + (1 − μ)·b}, features and
 * labels alike, where {@code b} is another example of the minibatch and {@code μ ~ Beta(α, α)} is
 * drawn once for the minibatch, as in the authors' own program.
 *
 * <p>Labels must be one-hot or probabilities. One instance draws from one generator: the same seed
 * and the same batches give the same mixtures. Not thread-safe.
 */
public final class Mixup implements DataSetPreProcessor {

  private static final long serialVersionUID = 1L;

  private final RandomDataGenerator random;
  private final BetaDistribution weights;

  /**
   * Creates the preprocessor.
   *
   * @param alpha {@code α}, above 0; the larger, the more even the mixtures
   * @param seed decides weights and partners
   * @throws HessianTraceException if {@code alpha} is not a positive number
   */
  public Mixup(double alpha, long seed) {
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new HessianTraceException(
          "Mixup: alpha is " + alpha + ", expected a positive number.",
          "give the parameter of the Beta distribution, for instance 0.2.");
    }
    Well19937c generator = new Well19937c(seed);
    this.random = new RandomDataGenerator(generator);
    this.weights = new BetaDistribution(generator, alpha, alpha);
  }

  @Override
  public void preProcess(DataSet batch) {
    int examples = Math.toIntExact(batch.getFeatures().size(0));
    double weight = weights.sample();
    int[] partners = random.nextPermutation(examples, examples);
    batch.setFeatures(mix(batch.getFeatures(), partners, weight));
    batch.setLabels(mix(batch.getLabels(), partners, weight));
  }

  private static INDArray mix(INDArray values, int[] partners, double weight) {
    INDArray rows = values.dup('c').reshape('c', values.size(0), -1);
    INDArray others = Nd4j.pullRows(rows, 1, partners, 'c');
    return rows.muli(weight).addi(others.muli(1 - weight)).reshape('c', values.shape());
  }
}

package org.hessianreg.dl4j.internal.mirror.outputs;

import org.hessianreg.dl4j.internal.mirror.sequences.Sequences;
import org.hessianreg.dl4j.mirror.LossScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;

/** The negative log-likelihood of a mixture of isotropic normal distributions. */
final class MixtureDensities {

  private MixtureDensities() {}

  /**
   * With columns of logits, logarithms of deviations and means: {@code −log Σ_k α_k·N(y; μ_k,
   * σ_k)}.
   */
  static SDVariable negativeLogLikelihood(LossScope<LossMixtureDensity> loss) {
    SDVariable output = loss.output();
    loss.endOfModel(output);
    long mixtures = loss.conf().getNMixtures();
    long width = loss.conf().getLabelWidth();
    long rows = loss.shape(output)[0];
    var math = loss.graph().math();
    SDVariable logits = Sequences.columns(loss, output, 0, mixtures);
    SDVariable logDeviations = Sequences.columns(loss, output, mixtures, 2 * mixtures);
    SDVariable means =
        Sequences.columns(loss, output, 2 * mixtures, (width + 2) * mixtures)
            .reshape(rows, mixtures, width);
    SDVariable distances = math.square(means.sub(loss.labels().reshape(rows, 1, width))).sum(2);
    SDVariable exponents = distances.mul(math.exp(logDeviations.mul(-2.0))).mul(-0.5);
    SDVariable logDensities =
        exponents.sub(logDeviations.mul((double) width)).sub(0.5 * width * Math.log(2.0 * Math.PI));
    SDVariable terms = loss.graph().nn().logSoftmax(logits).add(logDensities);
    // The logarithm of the sum of exponentials is any column of this.
    SDVariable logSum = terms.sub(loss.graph().nn().logSoftmax(terms)).mean(true, 1);
    return loss.masked(logSum).sum().neg();
  }
}

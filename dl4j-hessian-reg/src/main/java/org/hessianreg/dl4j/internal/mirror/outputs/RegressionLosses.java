package org.hessianreg.dl4j.internal.mirror.outputs;

import org.hessianreg.dl4j.mirror.LossScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/** Losses of outputs that are quantities. */
final class RegressionLosses {

  private RegressionLosses() {}

  static SDVariable squares(LossScope<? extends LossL2> loss) {
    SDVariable squares = loss.graph().math().square(errors(loss));
    return loss.masked(loss.weighted(squares, loss.conf().getWeights())).sum();
  }

  static SDVariable meanSquares(LossScope<? extends LossL2> loss) {
    return squares(loss).div(columns(loss));
  }

  static SDVariable magnitudes(LossScope<? extends LossL1> loss) {
    SDVariable magnitudes = loss.graph().math().abs(errors(loss));
    return loss.masked(loss.weighted(magnitudes, loss.conf().getWeights())).sum();
  }

  static SDVariable meanMagnitudes(LossScope<? extends LossL1> loss) {
    return magnitudes(loss).div(columns(loss));
  }

  static SDVariable percentages(LossScope<LossMAPE> loss) {
    var math = loss.graph().math();
    SDVariable percentages =
        math.abs(errors(loss)).div(math.abs(loss.labels())).mul(100.0 / columns(loss));
    return loss.masked(loss.weighted(percentages, loss.conf().getWeights())).sum();
  }

  static SDVariable squaredLogarithms(LossScope<LossMSLE> loss) {
    var math = loss.graph().math();
    SDVariable ratio = math.log(end(loss).add(1.0)).sub(math.log(loss.labels().add(1.0)));
    SDVariable squares = math.square(ratio).div(columns(loss));
    return loss.masked(loss.weighted(squares, loss.conf().getWeights())).sum();
  }

  static SDVariable poisson(LossScope<LossPoisson> loss) {
    SDVariable output = end(loss);
    return loss.masked(output.sub(loss.graph().math().log(output).mul(loss.labels()))).sum();
  }

  static SDVariable wasserstein(LossScope<LossWasserstein> loss) {
    LabelMasks.requireUnmixed(loss, loss.activation(), loss.mask());
    return loss.masked(end(loss).mul(loss.labels())).sum().div(columns(loss));
  }

  /** The cosines of labels and outputs, negative. */
  static SDVariable cosines(LossScope<LossCosineProximity> loss) {
    SDVariable output = end(loss);
    SDVariable products = output.mul(loss.labels()).sum(true, 1);
    return loss.masked(
            products.mul(reciprocalNorm(loss, output)).mul(reciprocalNorm(loss, loss.labels())))
        .sum()
        .neg();
  }

  /**
   * Of norms of at least a threshold, of which the square is taken: a row of zeros has no slope.
   */
  private static SDVariable reciprocalNorm(LossScope<?> loss, SDVariable rows) {
    SDVariable squares = loss.graph().math().square(rows).sum(true, 1);
    double least = Nd4j.EPS_THRESHOLD * Nd4j.EPS_THRESHOLD;
    return loss.graph().math().rsqrt(loss.graph().scalarMax(squares, least));
  }

  private static SDVariable errors(LossScope<?> loss) {
    return end(loss).sub(loss.labels());
  }

  private static SDVariable end(LossScope<?> loss) {
    SDVariable output = loss.output();
    loss.endOfModel(output);
    return output;
  }

  private static double columns(LossScope<?> loss) {
    return loss.shape(loss.labels())[1];
  }
}

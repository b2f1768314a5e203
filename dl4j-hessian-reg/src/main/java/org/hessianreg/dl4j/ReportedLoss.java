package org.hessianreg.dl4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Puts right what SameDiff 1.0.0-M2.1 reports as losses of a step. It writes every regularization's
 * loss to the position that equals their number, so that with several losses one of them is
 * overwritten, and with several regularizations all but the last are lost.
 */
final class ReportedLoss {

  private final TrainingConfig config;
  private final List<String> lossVariables;
  private final Map<String, Double> values = new HashMap<>();

  ReportedLoss(TrainingConfig config, List<String> lossVariables) {
    this.config = config;
    this.lossVariables = lossVariables;
  }

  /** With one loss and one regularization SameDiff's position happens to be right. */
  boolean needed() {
    return lossVariables.size() > 1 || config.getRegularization().size() > 1;
  }

  /** Records a loss variable's value, as SameDiff sums it. */
  void computed(String variable, INDArray value) {
    values.put(variable, value.sumNumber().doubleValue());
  }

  /** Records the other regularizations' losses of a parameter that is about to change. */
  void beforeUpdate(INDArray parameter, int iteration, int epoch) {
    for (Regularization regularization : config.getRegularization()) {
      if (!(regularization instanceof HessianTraceRegularization)) {
        double score = regularization.score(parameter, iteration, epoch);
        values.merge(regularization.getClass().getSimpleName(), score, Double::sum);
      }
    }
  }

  /** Records the penalty. */
  void penalty(double value) {
    values.put(HessianTraceRegularization.class.getSimpleName(), value);
  }

  /** Overwrites the values that SameDiff reports. */
  void correct(Loss reported) {
    for (int i = 0; i < reported.numLosses(); i++) {
      Double value = values.get(reported.lossNames().get(i));
      if (value != null) {
        reported.lossValues()[i] = value;
      }
    }
  }
}

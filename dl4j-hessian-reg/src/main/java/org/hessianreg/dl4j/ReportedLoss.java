package org.hessianreg.dl4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.training.Inspection;
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
  private final Inspection inspection;
  private final Map<String, INDArray> losses = new HashMap<>();
  private final Map<String, Double> values = new HashMap<>();

  ReportedLoss(TrainingConfig config, List<String> lossVariables, Inspection inspection) {
    this.config = config;
    this.lossVariables = lossVariables;
    this.inspection = inspection;
  }

  /** With one loss and one regularization SameDiff's position happens to be right. */
  private boolean isMisplaced() {
    return lossVariables.size() > 1 || config.getRegularization().size() > 1;
  }

  /** Takes a loss variable's value, as SameDiff sums it; it is read when the iteration is over. */
  void computed(String variable, INDArray value) {
    if (isMisplaced()) {
      losses.put(variable, value.sum());
    }
  }

  /**
   * Records the other regularizations' losses of a parameter that is about to change. They return
   * numbers, for which they may have to read.
   */
  void beforeUpdate(INDArray parameter, int iteration, int epoch) {
    if (!isMisplaced()) {
      return;
    }
    for (Regularization regularization : config.getRegularization()) {
      if (!(regularization instanceof HessianTraceRegularization)) {
        double score = regularization.score(parameter, iteration, epoch);
        values.merge(regularization.getClass().getSimpleName(), score, Double::sum);
      }
    }
  }

  /**
   * Overwrites the values that SameDiff reports, at the end of an iteration. What is looked at only
   * then was reported as zero.
   */
  void correct(Loss reported, GraphStep step) {
    if (!isMisplaced() && inspection == Inspection.AT_ONCE) {
      return;
    }
    losses.forEach((name, sum) -> values.put(name, sum.getDouble(0)));
    values.put(HessianTraceRegularization.class.getSimpleName(), step.penalty());
    for (int i = 0; i < reported.numLosses(); i++) {
      Double value = values.get(reported.lossNames().get(i));
      if (value != null) {
        reported.lossValues()[i] = value;
      }
    }
  }
}

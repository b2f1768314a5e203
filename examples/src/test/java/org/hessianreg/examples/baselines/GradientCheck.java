package org.hessianreg.examples.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.hessianreg.samediff.Differences;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Holds the gradient that a graph trains on against difference quotients of its loss. */
final class GradientCheck {

  private static final double STEP = 1e-5;
  private static final long SEED = 11;

  private GradientCheck() {}

  /** Random ops of the graph follow the global seed: the same numbers at each evaluation. */
  static double value(SameDiff sd, Map<String, INDArray> inputs, String loss) {
    Nd4j.getRandom().setSeed(SEED);
    return sd.output(inputs, loss).get(loss).getDouble(0);
  }

  static void check(SameDiff sd, Map<String, INDArray> inputs, String loss, String parameter) {
    sd.setLossVariables(loss);
    Nd4j.getRandom().setSeed(SEED);
    INDArray gradient = sd.calculateGradients(inputs, parameter).get(parameter);
    INDArray values = sd.getVariable(parameter).getArr();
    for (long i = 0; i < values.length(); i++) {
      double before = values.getDouble(i);
      long element = i;
      double quotient =
          Differences.firstOfTwoPoints(
              t -> {
                values.putScalar(element, before + t);
                return value(sd, inputs, loss);
              },
              STEP);
      values.putScalar(i, before);
      assertThat(gradient.getDouble(i))
          .as("%s[%d]", parameter, i)
          .isCloseTo(quotient, within(1e-6));
    }
  }
}

package org.hessianreg.examples.baselines;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Sharpness-aware minimisation (Foret et al., <a href="https://arxiv.org/abs/2010.01412">
 * Sharpness-Aware Minimization for Efficiently Improving Generalization</a>): each step climbs from
 * the parameters {@code θ} to {@code θ + ρ·g/|g|}, where {@code g} is the gradient and {@code |g|}
 * its norm over all parameters, takes the gradient there, returns to exactly {@code θ}, and applies
 * the updater to what it found above.
 *
 * <p>SameDiff's {@code fit} takes one gradient a step, so this is a training loop of its own. It
 * knows updaters, but no regularizations and no listeners. It trains the loss variables of the
 * graph, as {@code fit} does. Not thread-safe.
 */
public final class SharpnessAware {

  private final SameDiff sd;
  private final double rho;
  private final Map<String, INDArray> parameters = new LinkedHashMap<>();
  private final Map<String, GradientUpdater<?>> updaters = new LinkedHashMap<>();
  private int iteration;

  /**
   * Prepares to train all parameters of a graph.
   *
   * @param sd the graph
   * @param updater how gradients become steps
   * @param rho {@code ρ}, how far to climb; 0 trains plainly
   * @throws HessianTraceException if {@code rho} is negative or not finite
   */
  public SharpnessAware(SameDiff sd, IUpdater updater, double rho) {
    if (!(rho >= 0 && rho < Double.POSITIVE_INFINITY)) {
      throw new HessianTraceException(
          "Sharpness-aware minimisation: rho is " + rho + ", expected a finite number >= 0.",
          "give the radius of the neighbourhood, for instance 0.05.");
    }
    this.sd = sd;
    this.rho = rho;
    for (SDVariable variable : sd.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE && variable.dataType().isFPType()) {
        parameters.put(variable.name(), variable.getArr());
        updaters.put(variable.name(), updaterFor(updater, variable.getArr()));
      }
    }
  }

  private static GradientUpdater<?> updaterFor(IUpdater updater, INDArray parameter) {
    long size = updater.stateSize(parameter.length());
    if (size == 0) {
      return updater.instantiate((INDArray) null, false);
    }
    INDArray state = Nd4j.zeros(parameter.dataType(), 1, size);
    GradientUpdater<?> instance = updater.instantiate(state, false);
    instance.setStateViewArray(state, parameter.shape(), parameter.ordering(), true);
    return instance;
  }

  /**
   * Trains one step.
   *
   * @param placeholders the minibatch: the value of each placeholder
   */
  public void step(Map<String, INDArray> placeholders) {
    Map<String, INDArray> before = new LinkedHashMap<>();
    if (rho > 0) {
      climb(gradients(placeholders), before);
    }
    Map<String, INDArray> gradients;
    try {
      gradients = gradients(placeholders);
    } finally {
      before.forEach((name, values) -> parameters.get(name).assign(values));
    }
    gradients.forEach(
        (name, gradient) -> {
          updaters.get(name).applyUpdater(gradient, iteration, 0);
          parameters.get(name).subi(gradient);
        });
    iteration++;
  }

  private Map<String, INDArray> gradients(Map<String, INDArray> placeholders) {
    Map<String, INDArray> gradients =
        new LinkedHashMap<>(sd.calculateGradients(placeholders, parameters.keySet()));
    // A parameter that the loss does not depend on has none.
    gradients.values().removeIf(gradient -> gradient == null);
    return gradients;
  }

  /** Keeps where the parameters were: subtracting what was added would leave rounding errors. */
  private void climb(Map<String, INDArray> gradients, Map<String, INDArray> before) {
    double squares = 0;
    for (INDArray gradient : gradients.values()) {
      double norm = gradient.norm2Number().doubleValue();
      squares += norm * norm;
    }
    if (squares == 0) {
      return;
    }
    double scale = rho / Math.sqrt(squares);
    gradients.forEach(
        (name, gradient) -> {
          INDArray parameter = parameters.get(name);
          before.put(name, parameter.dup());
          parameter.addi(gradient.mul(scale));
        });
  }
}

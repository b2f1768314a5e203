package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradient of the penalised loss, by one backward sweep. */
final class ExactGradient implements StepGradient {

  private final List<String> parameters;
  private final List<String> variables;

  private ExactGradient(List<String> parameters, List<String> variables) {
    this.parameters = parameters;
    this.variables = variables;
  }

  /** Appends the gradients with respect to parameters. */
  static ExactGradient append(PenaltySweep sweep, List<String> parameters) {
    Map<String, SDVariable> gradients = sweep.gradientsOfPenalisedLoss(parameters);
    List<String> variables = new ArrayList<>();
    gradients.values().forEach(gradient -> variables.add(gradient.name()));
    return new ExactGradient(List.copyOf(gradients.keySet()), variables);
  }

  @Override
  public List<String> parameters() {
    return parameters;
  }

  @Override
  public List<String> variables() {
    return variables;
  }

  @Override
  public INDArray write(List<INDArray> values, List<INDArray> gradients) {
    for (int i = 0; i < values.size(); i++) {
      gradients.get(i).assign(values.get(i));
    }
    return null;
  }
}

package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of the loss plus that of the penalty, scaled down to a bound. It takes two backward
 * sweeps, since their norms are compared; they share the forward pass and what repeats itself.
 */
final class BoundedGradient implements StepGradient {

  private final GradientBound bound;
  private final List<String> parameters;
  private final List<String> lossParameters;
  private final List<String> penaltyParameters;
  private final List<String> variables;

  private BoundedGradient(
      GradientBound bound,
      List<String> parameters,
      List<String> lossParameters,
      List<String> penaltyParameters,
      List<String> variables) {
    this.bound = bound;
    this.parameters = parameters;
    this.lossParameters = lossParameters;
    this.penaltyParameters = penaltyParameters;
    this.variables = variables;
  }

  /** Appends the gradients with respect to parameters. */
  static BoundedGradient append(PenaltySweep sweep, List<String> parameters, GradientBound bound) {
    Map<String, SDVariable> loss = sweep.gradientsOfLosses(parameters);
    Map<String, SDVariable> penalty = sweep.gradientsOfPenalty(parameters);
    List<String> variables = new ArrayList<>();
    loss.values().forEach(gradient -> variables.add(gradient.name()));
    penalty.values().forEach(gradient -> variables.add(gradient.name()));
    List<String> reached =
        parameters.stream()
            .filter(name -> loss.containsKey(name) || penalty.containsKey(name))
            .collect(Collectors.toList());
    return new BoundedGradient(
        bound, reached, List.copyOf(loss.keySet()), List.copyOf(penalty.keySet()), variables);
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
    List<INDArray> loss = values.subList(0, lossParameters.size());
    List<INDArray> penalty = values.subList(lossParameters.size(), values.size());
    INDArray scale = bound.scale(loss, penalty);
    for (int i = 0; i < parameters.size(); i++) {
      INDArray gradient = gradients.get(i);
      int ofLoss = lossParameters.indexOf(parameters.get(i));
      int ofPenalty = penaltyParameters.indexOf(parameters.get(i));
      if (ofPenalty < 0) {
        gradient.assign(loss.get(ofLoss));
      } else {
        GradientBound.multiply(penalty.get(ofPenalty), scale, gradient);
        if (ofLoss >= 0) {
          gradient.addi(loss.get(ofLoss));
        }
      }
    }
    return scale;
  }
}

package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hessianreg.samediff.internal.graph.FreeNames;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.training.PenaltyStep;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/** The place in a gradient function at which a training session takes a step: a {@link StepOp}. */
final class StepPlace {

  private final GraphAddition addition;
  private final StepOp op;
  private final List<String> parameters;
  private final List<String> losses;
  private final Map<String, Integer> inputs;

  private StepPlace(
      GraphAddition addition,
      StepOp op,
      List<String> parameters,
      List<String> losses,
      Map<String, Integer> inputs) {
    this.addition = addition;
    this.op = op;
    this.parameters = parameters;
    this.losses = losses;
    this.inputs = inputs;
  }

  /**
   * Appends a place. It waits for everything else that the session computes, since SameDiff changes
   * a parameter in place as soon as the op is done.
   *
   * @param graph the gradient function
   * @param parameters names of the parameters that get gradients
   * @param losses names of the losses that the session does not compute itself
   * @param inputs names of the variables that the step reads
   * @param others names of what else the session computes
   * @param sessionStart runs whenever a session of the graph begins
   */
  static StepPlace append(
      SameDiff graph,
      List<String> parameters,
      List<String> losses,
      Collection<String> inputs,
      Set<String> others,
      Runnable sessionStart) {
    String name = FreeNames.prefix(graph, "hessian_step");
    GraphAddition addition = GraphAddition.begin(graph, name);
    SDVariable start = SessionStart.append(graph, name + "/start", sessionStart);
    Map<String, Integer> numbers = new HashMap<>();
    inputs.forEach(input -> numbers.put(input, numbers.size()));
    StepOp op;
    try (NameScope scope = addition.scope()) {
      op =
          new StepOp(
              graph,
              start,
              variables(graph, parameters),
              variables(graph, losses),
              variables(graph, inputs),
              name);
    }
    addition.waitFor(op.getOwnName(), others);
    return new StepPlace(addition, op, parameters, losses, numbers);
  }

  private static List<SDVariable> variables(SameDiff graph, Collection<String> names) {
    return names.stream().map(graph::getVariable).collect(Collectors.toList());
  }

  /** Names of the variables that a step can read here. */
  Set<String> inputs() {
    return inputs.keySet();
  }

  /** Names of the losses that the session finds here. */
  List<String> losses() {
    return losses;
  }

  /** The gradients by the parameters' names. */
  Map<String, SDVariable> gradients() {
    Map<String, SDVariable> gradients = new LinkedHashMap<>();
    for (SDVariable gradient : op.gradients()) {
      gradients.put(parameters.get(gradients.size()), gradient);
    }
    return gradients;
  }

  boolean isAt(SameDiffOp executed) {
    return executed.getName().equals(op.getOwnName());
  }

  /**
   * Takes a step, and gives the session its results.
   *
   * @param context the op's context: what the step reads, and where its results go
   */
  void take(PenaltyStep step, OpContext context) {
    List<INDArray> read = op.read(context);
    Map<String, INDArray> gradients = new HashMap<>();
    for (INDArray gradient : op.gradients(context)) {
      gradients.put(parameters.get(gradients.size()), gradient);
    }
    List<INDArray> reported =
        step.run(
            names -> {
              List<INDArray> arrays = new ArrayList<>();
              names.forEach(input -> arrays.add(read.get(inputs.get(input))));
              return arrays;
            },
            (parameter, gradient) -> gradients.get(parameter).assign(gradient));
    List<INDArray> values = op.losses(context);
    for (int i = 0; i < values.size(); i++) {
      values.get(i).assign(reported.get(i).reshape());
    }
  }

  void detach() {
    addition.detach();
  }
}

package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hessianreg.samediff.internal.execution.Program;
import org.hessianreg.samediff.internal.execution.ProgramRunner;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;

/**
 * What computes the penalty and the gradient of the penalised loss for one layout of probes: a
 * program, and the op at which a training session runs it.
 */
final class PenaltyPlan {

  private final GraphAddition place;
  private final PenaltyOp op;
  private final ProgramRunner runner;
  private final PenaltySweep sweep;
  private final boolean bounded;
  private final Map<String, SDVariable> gradients;

  private PenaltyPlan(
      GraphAddition place,
      PenaltyOp op,
      ProgramRunner runner,
      PenaltySweep sweep,
      boolean bounded,
      Map<String, SDVariable> gradients) {
    this.place = place;
    this.op = op;
    this.runner = runner;
    this.sweep = sweep;
    this.bounded = bounded;
    this.gradients = gradients;
  }

  /**
   * Makes a plan and puts it into a graph.
   *
   * @param graph a graph that holds the problem's ops
   * @param problem losses, parameters and where the model ends
   * @param memory what the plans of the graph share
   * @param directions the parameters of each direction; none for the gradient of the losses alone
   * @param name a name that no variable of the graph starts with
   * @param sessionStart runs whenever a session of the graph begins
   * @return the plan, attached; null if the losses are linear along every direction, so that there
   *     is no penalty
   */
  static PenaltyPlan append(
      SameDiff graph,
      PenaltyProblem problem,
      PlanMemory memory,
      List<List<String>> directions,
      String name,
      Runnable sessionStart) {
    GraphAddition ops = GraphAddition.begin(graph, name);
    try {
      PenaltySweep sweep = new PenaltySweep(graph, ops, problem, memory, directions, name);
      if (sweep.sum() == null && !directions.isEmpty()) {
        return null;
      }
      StepGradient gradient = gradient(graph, ops, sweep, problem);
      List<String> results = new ArrayList<>();
      if (sweep.sum() != null) {
        results.add(sweep.sum().name());
      }
      results.addAll(gradient.variables());
      if (sweep.sum() != null) {
        results.add(GradientWatch.append(graph, ops, gradient.gradients()).name());
      }
      ops.commit(results);
      Program program = Program.of(graph, ops, results, SessionLosses.of(graph, problem));
      ProgramRunner runner = new ProgramRunner(program, memory.pool(), ops::attach, ops::detach);
      ops.detach();
      return place(graph, problem, name, sessionStart, program, runner, sweep, gradient);
    } finally {
      ops.detach();
    }
  }

  /** One backward sweep, or two where the gradients of loss and penalty must be known apart. */
  private static StepGradient gradient(
      SameDiff graph, GraphAddition ops, PenaltySweep sweep, PenaltyProblem problem) {
    List<String> parameters = problem.parameters();
    if (sweep.sum() == null) {
      return StepGradient.exact(sweep.gradientsOfLosses(parameters));
    }
    if (problem.bound().isEmpty()) {
      return StepGradient.exact(sweep.gradientsOfPenalisedLoss(parameters));
    }
    Map<String, SDVariable> loss = sweep.gradientsOfLosses(parameters);
    Map<String, SDVariable> penalty = sweep.gradientsOfPenalty(parameters);
    return StepGradient.bounded(graph, ops, problem.bound().get(), loss, penalty).plus(ops, loss);
  }

  /**
   * Appends the op. It waits for everything else that the session computes, since SameDiff changes
   * a parameter in place as soon as the op is done.
   */
  private static PenaltyPlan place(
      SameDiff graph,
      PenaltyProblem problem,
      String name,
      Runnable sessionStart,
      Program program,
      ProgramRunner runner,
      PenaltySweep sweep,
      StepGradient gradient) {
    Collection<String> parameters = gradient.gradients().keySet();
    GraphAddition place = GraphAddition.begin(graph, name + "_place");
    PenaltyOp op;
    SDVariable[] outputs;
    SDVariable start = SessionStart.append(graph, name + "_place/start", sessionStart);
    try (NameScope scope = place.scope()) {
      op =
          new PenaltyOp(
              graph, start, variables(graph, parameters), variables(graph, program.inputs()));
      outputs = op.outputVariables();
    }
    Set<String> others = new LinkedHashSet<>(SessionLosses.of(graph, problem));
    others.addAll(problem.evaluated());
    others.removeIf(other -> GraphPaths.producer(graph, other) == null);
    place.waitFor(op.getOwnName(), others);
    Map<String, SDVariable> gradients = new LinkedHashMap<>();
    for (String parameter : parameters) {
      gradients.put(parameter, outputs[gradients.size()]);
    }
    return new PenaltyPlan(place, op, runner, sweep, gradient.scale().isPresent(), gradients);
  }

  private static List<SDVariable> variables(SameDiff graph, Collection<String> names) {
    return names.stream().map(graph::getVariable).collect(Collectors.toList());
  }

  /** How many ops the program has. */
  int size() {
    return runner.size();
  }

  PenaltySweep sweep() {
    return sweep;
  }

  /** Whether there is a penalty, and not the gradient of the losses alone. */
  private boolean isPenalised() {
    return sweep.sum() != null;
  }

  /** Name of the op at which a session is to {@link #run} the plan. */
  String op() {
    return op.getOwnName();
  }

  /**
   * Computes the penalty and the gradients.
   *
   * @param context the op's context: what the plan reads, and where the gradients go
   * @param step takes the sum of the quadratic forms over directions and losses
   */
  void run(OpContext context, PenaltyStep step) {
    List<INDArray> results = runner.run(op.read(context));
    int first = isPenalised() ? 1 : 0;
    if (isPenalised()) {
      Map<String, INDArray> computed = new LinkedHashMap<>();
      gradients.keySet().forEach(name -> computed.put(name, results.get(first + computed.size())));
      INDArray watch = results.get(results.size() - 1);
      step.computed(results.get(0), watch, computed, runner.operations());
    }
    List<INDArray> outputs = context.getOutputArrays();
    for (int i = 0; i < outputs.size(); i++) {
      step.copy(results.get(first + i), outputs.get(i));
    }
    if (bounded) {
      step.scaled(results.get(first + gradients.size()));
    }
  }

  /** The gradient of the penalised loss by parameter. */
  Map<String, SDVariable> gradients() {
    return gradients;
  }

  void attach() {
    place.attach();
  }

  void detach() {
    place.detach();
  }
}

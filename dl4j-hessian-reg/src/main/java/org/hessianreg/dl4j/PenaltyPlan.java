package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hessianreg.samediff.execution.Program;
import org.hessianreg.samediff.execution.ProgramRunner;
import org.hessianreg.samediff.graph.GraphAddition;
import org.hessianreg.samediff.graph.GraphPaths;
import org.hessianreg.samediff.reverse.ReverseSweep;
import org.hessianreg.samediff.taylor.Jet;
import org.hessianreg.samediff.taylor.TaylorSweep;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What computes the penalty and the gradient of the penalised loss for one layout of probes: a
 * program, and the op at which a training session runs it.
 */
final class PenaltyPlan {

  private final GraphAddition place;
  private final PenaltyOp op;
  private final ProgramRunner runner;
  private final List<Map<String, INDArray>> probes;
  private final INDArray weight;
  private final Map<String, SDVariable> gradients;

  private PenaltyPlan(
      GraphAddition place,
      PenaltyOp op,
      ProgramRunner runner,
      List<Map<String, INDArray>> probes,
      INDArray weight,
      Map<String, SDVariable> gradients) {
    this.place = place;
    this.op = op;
    this.runner = runner;
    this.probes = probes;
    this.weight = weight;
    this.gradients = gradients;
  }

  /**
   * Makes a plan and puts it into a graph.
   *
   * @param graph a graph that holds the problem's ops
   * @param problem losses, parameters and where the model ends
   * @param memory what the plans of the graph share
   * @param directions the parameters of each direction
   * @param name a name that no variable of the graph starts with
   * @return the plan, attached; null if the losses are linear along every direction, so that there
   *     is no penalty
   */
  static PenaltyPlan append(
      SameDiff graph,
      PenaltyProblem problem,
      PlanMemory memory,
      List<List<String>> directions,
      String name) {
    GraphAddition ops = GraphAddition.begin(graph, name);
    try {
      List<Map<String, INDArray>> probes = new ArrayList<>();
      List<Map<String, SDVariable>> tangents = new ArrayList<>();
      for (int k = 0; k < directions.size(); k++) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        Map<String, SDVariable> variables = new LinkedHashMap<>();
        for (String parameter : directions.get(k)) {
          INDArray array = memory.probe(k, graph.getVariable(parameter));
          arrays.put(parameter, array);
          variables.put(parameter, graph.constant(name + "/v" + k + "_" + parameter, array));
        }
        probes.add(arrays);
        tangents.add(variables);
      }
      List<Jet> losses =
          TaylorSweep.ofAllOps(graph, ops).run(problem.losses(), tangents, problem.linearization());
      SDVariable sum = sumOfSeconds(ops, losses);
      if (sum == null) {
        return null;
      }
      INDArray weight = Nd4j.scalar(sum.dataType(), 0.0);
      Map<String, SDVariable> seeds = new LinkedHashMap<>();
      for (Jet loss : losses) {
        String one = name + "/one_" + loss.value().name();
        seeds.put(
            loss.value().name(), graph.constant(one, Nd4j.scalar(loss.value().dataType(), 1.0)));
      }
      seeds.put(sum.name(), graph.constant(name + "/weight", weight));
      Map<String, SDVariable> gradients =
          new ReverseSweep(graph, ops).run(seeds, problem.parameters());
      List<String> results = new ArrayList<>(List.of(sum.name()));
      gradients.values().forEach(gradient -> results.add(gradient.name()));
      ops.commit(results);
      Program program = Program.of(graph, ops, results, problem.losses());
      ProgramRunner runner = new ProgramRunner(program, memory.pool(), ops::attach, ops::detach);
      ops.detach();
      return place(graph, problem, name, program, runner, probes, weight, gradients.keySet());
    } finally {
      ops.detach();
    }
  }

  /**
   * Appends the op. It waits for everything else that the session computes, since SameDiff changes
   * a parameter in place as soon as the op is done.
   */
  private static PenaltyPlan place(
      SameDiff graph,
      PenaltyProblem problem,
      String name,
      Program program,
      ProgramRunner runner,
      List<Map<String, INDArray>> probes,
      INDArray weight,
      Collection<String> parameters) {
    GraphAddition place = GraphAddition.begin(graph, name + "_place");
    PenaltyOp op;
    SDVariable[] outputs;
    SDVariable first;
    try (NameScope scope = place.scope()) {
      // Ready before anything that reads data, so that some op runs even in a step that fails.
      first = graph.constant(Nd4j.scalar(0.0)).neg();
      op = new PenaltyOp(graph, variables(graph, parameters), variables(graph, program.inputs()));
      outputs = op.outputVariables();
    }
    Set<String> others = new LinkedHashSet<>(problem.losses());
    others.addAll(problem.evaluated());
    others.removeIf(other -> GraphPaths.producer(graph, other) == null);
    others.add(first.name());
    place.waitFor(op.getOwnName(), others);
    Map<String, SDVariable> gradients = new LinkedHashMap<>();
    for (String parameter : parameters) {
      gradients.put(parameter, outputs[gradients.size()]);
    }
    return new PenaltyPlan(place, op, runner, probes, weight, gradients);
  }

  private static List<SDVariable> variables(SameDiff graph, Collection<String> names) {
    return names.stream().map(graph::getVariable).collect(Collectors.toList());
  }

  /** The sum over the losses. */
  private static SDVariable sumOfSeconds(GraphAddition addition, List<Jet> losses) {
    SDVariable sum = null;
    try (NameScope scope = addition.scope()) {
      for (Jet loss : losses) {
        if (loss.second() != null) {
          sum = sum == null ? loss.second() : sum.add(loss.second().castTo(sum.dataType()));
        }
      }
    }
    return sum;
  }

  /** Fills the probes. */
  void draw(ProbeDrawer drawer, int iteration) {
    for (int k = 0; k < probes.size(); k++) {
      for (Map.Entry<String, INDArray> probe : probes.get(k).entrySet()) {
        drawer.draw(probe.getValue(), probe.getKey(), iteration, k);
      }
    }
  }

  /** Copies a fixed direction. */
  void assign(Map<String, INDArray> direction) {
    direction.forEach((name, array) -> probes.get(0).get(name).assign(array));
  }

  /** Sets the factor of the sum of the quadratic forms in the objective. */
  void weigh(double factor) {
    weight.assign(factor);
  }

  /** Name of the op at which a session is to {@link #run} the plan. */
  String op() {
    return op.getOwnName();
  }

  /** How many ops {@link #run} executed. */
  int operations() {
    return runner.operations();
  }

  /**
   * Computes the penalty and the gradients.
   *
   * @param context the op's context: what the plan reads, and where the gradients go
   * @return the sum of the quadratic forms over directions and losses
   */
  INDArray run(OpContext context) {
    List<INDArray> results = runner.run(op.read(context));
    List<INDArray> outputs = context.getOutputArrays();
    for (int i = 0; i < outputs.size(); i++) {
      outputs.get(i).assign(results.get(i + 1));
    }
    return results.get(0);
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

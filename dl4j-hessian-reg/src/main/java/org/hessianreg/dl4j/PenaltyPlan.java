package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.graph.GraphAddition;
import org.hessianreg.samediff.graph.GraphPaths;
import org.hessianreg.samediff.reverse.ReverseSweep;
import org.hessianreg.samediff.taylor.Jet;
import org.hessianreg.samediff.taylor.TaylorSweep;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ops that compute the penalty and the gradient of the penalised loss for one layout of probes,
 * as an addition to a gradient graph that can be taken out and put back.
 */
final class PenaltyPlan {

  private final GraphAddition addition;
  private final List<Map<String, INDArray>> probes;
  private final INDArray weight;
  private final String quadraticForm;
  private final Map<String, SDVariable> gradients;

  private PenaltyPlan(
      GraphAddition addition,
      List<Map<String, INDArray>> probes,
      INDArray weight,
      String quadraticForm,
      Map<String, SDVariable> gradients) {
    this.addition = addition;
    this.probes = probes;
    this.weight = weight;
    this.quadraticForm = quadraticForm;
    this.gradients = gradients;
  }

  /**
   * Appends the ops to a graph.
   *
   * @param graph a graph that holds the problem's ops
   * @param problem losses, parameters and where the model ends
   * @param directions the parameters of each direction
   * @param name a name that no variable of the graph starts with
   * @return the plan, attached; null if the losses are linear along every direction, so that there
   *     is no penalty
   */
  static PenaltyPlan append(
      SameDiff graph, PenaltyProblem problem, List<List<String>> directions, String name) {
    GraphAddition addition = GraphAddition.begin(graph, name);
    PenaltyPlan plan = null;
    try {
      plan = append(graph, problem, directions, name, addition);
      return plan;
    } finally {
      if (plan == null) {
        addition.detach();
      }
    }
  }

  private static PenaltyPlan append(
      SameDiff graph,
      PenaltyProblem problem,
      List<List<String>> directions,
      String name,
      GraphAddition addition) {
    List<Map<String, INDArray>> probes = new ArrayList<>();
    List<Map<String, SDVariable>> tangents = new ArrayList<>();
    for (int k = 0; k < directions.size(); k++) {
      Map<String, INDArray> arrays = new LinkedHashMap<>();
      Map<String, SDVariable> variables = new LinkedHashMap<>();
      for (String parameter : directions.get(k)) {
        INDArray array = graph.getVariable(parameter).getArr().like();
        arrays.put(parameter, array);
        variables.put(parameter, graph.constant(name + "/v" + k + "_" + parameter, array));
      }
      probes.add(arrays);
      tangents.add(variables);
    }
    List<Jet> losses =
        new TaylorSweep(graph, addition).run(problem.losses(), tangents, problem.linearization());
    SDVariable sum = sumOfSeconds(addition, losses);
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
        new ReverseSweep(graph, addition).run(seeds, problem.parameters());
    order(graph, problem, addition, sum.name(), gradients);
    Set<String> results = new LinkedHashSet<>(problem.losses());
    results.add(sum.name());
    gradients.values().forEach(gradient -> results.add(gradient.name()));
    addition.commit(results);
    return new PenaltyPlan(addition, probes, weight, sum.name(), gradients);
  }

  /** The sum over the losses, in an op of its own whose output is nothing else's. */
  private static SDVariable sumOfSeconds(GraphAddition addition, List<Jet> losses) {
    SDVariable sum = null;
    try (NameScope scope = addition.scope()) {
      for (Jet loss : losses) {
        if (loss.second() != null) {
          sum =
              sum == null ? loss.second().mul(1.0) : sum.add(loss.second().castTo(sum.dataType()));
        }
      }
    }
    return sum;
  }

  /**
   * SameDiff changes a parameter in place as soon as its gradient is there. So the op that computes
   * a gradient waits for every other op of the step that reads the parameter, and for the losses
   * and the quadratic form, which are reported with the step.
   */
  private static void order(
      SameDiff graph,
      PenaltyProblem problem,
      GraphAddition addition,
      String quadraticForm,
      Map<String, SDVariable> gradients) {
    Set<String> outcomes = new LinkedHashSet<>(problem.losses());
    outcomes.add(quadraticForm);
    Set<String> executed = new HashSet<>();
    Set<String> wanted = new LinkedHashSet<>(outcomes);
    gradients.values().forEach(gradient -> wanted.add(gradient.name()));
    wanted.addAll(problem.evaluated());
    for (SameDiffOp op : GraphPaths.ancestors(graph, wanted)) {
      executed.add(op.getName());
    }
    for (Map.Entry<String, SDVariable> entry : gradients.entrySet()) {
      String last = GraphPaths.producer(graph, entry.getValue().name()).getName();
      Set<String> before = new LinkedHashSet<>(outcomes);
      for (String reader : graph.getVariables().get(entry.getKey()).getInputsForOp()) {
        if (executed.contains(reader) && !reader.equals(last)) {
          before.add(graph.getOps().get(reader).getOutputsOfOp().get(0));
        }
      }
      addition.waitFor(last, before);
    }
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

  /** Name of the variable that is the sum of the quadratic forms over directions and losses. */
  String quadraticForm() {
    return quadraticForm;
  }

  /** The gradient of the penalised loss by parameter. */
  Map<String, SDVariable> gradients() {
    return gradients;
  }

  void attach() {
    addition.attach();
  }

  void detach() {
    addition.detach();
  }
}

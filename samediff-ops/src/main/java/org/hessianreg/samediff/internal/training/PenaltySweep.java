package org.hessianreg.samediff.internal.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.probes.ProbeDrawer;
import org.hessianreg.samediff.internal.reverse.Keeping;
import org.hessianreg.samediff.internal.reverse.ReverseSweep;
import org.hessianreg.samediff.internal.taylor.Jet;
import org.hessianreg.samediff.internal.taylor.TaylorSweep;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The quadratic forms of a graph's losses along probes, appended to the graph, and the gradient of
 * an objective that contains them. Knows the arrays that the probes and the penalty's weight are
 * read from.
 */
final class PenaltySweep {

  private final SameDiff graph;
  private final GraphAddition ops;
  private final String name;
  private final Keeping keeping;
  private final List<Map<String, INDArray>> probes = new ArrayList<>();
  private final List<Jet> losses;
  private final Optional<SDVariable> sum;
  private final Optional<INDArray> weight;

  /**
   * Appends the coefficients of the losses.
   *
   * @param graph a graph that holds the problem's ops
   * @param ops the open addition that receives what is appended
   * @param problem losses, parameters and where the model ends
   * @param memory what the sweeps over the graph share
   * @param directions the parameters of each direction
   * @param name a name that no variable of the graph starts with
   */
  PenaltySweep(
      SameDiff graph,
      GraphAddition ops,
      PenaltyProblem problem,
      PlanMemory memory,
      List<List<String>> directions,
      String name) {
    this.graph = graph;
    this.ops = ops;
    this.name = name;
    this.keeping = problem.keeping();
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
    this.losses =
        TaylorSweep.ofAllOps(graph, ops)
            .differencing(problem.differences())
            .run(problem.losses(), tangents, problem.linearization());
    this.sum = sumOfSeconds();
    this.weight = sum.map(total -> Nd4j.scalar(total.dataType(), 0.0));
  }

  /** The sum over the losses. */
  private Optional<SDVariable> sumOfSeconds() {
    List<SDVariable> terms = new ArrayList<>();
    try (NameScope scope = ops.scope()) {
      for (Jet loss : losses) {
        if (loss.second() != null) {
          terms.add(
              terms.isEmpty() ? loss.second() : loss.second().castTo(terms.get(0).dataType()));
        }
      }
      return terms.stream().reduce(SDVariable::add);
    }
  }

  /** The sum of the quadratic forms; nothing if the losses are linear along every direction. */
  Optional<SDVariable> sum() {
    return sum;
  }

  /** Appends the gradient of the losses plus the weighted sum. */
  Map<String, SDVariable> gradientsOfPenalisedLoss(List<String> parameters) {
    Map<String, SDVariable> seeds = new LinkedHashMap<>(seedsOfLosses());
    seeds.putAll(seedOfPenalty());
    return gradients(seeds, parameters);
  }

  /** Appends the gradient of the losses alone. */
  Map<String, SDVariable> gradientsOfLosses(List<String> parameters) {
    return gradients(seedsOfLosses(), parameters);
  }

  /** Appends the gradient of the weighted sum alone. */
  Map<String, SDVariable> gradientsOfPenalty(List<String> parameters) {
    return gradients(seedOfPenalty(), parameters);
  }

  private Map<String, SDVariable> seedsOfLosses() {
    Map<String, SDVariable> seeds = new LinkedHashMap<>();
    for (Jet loss : losses) {
      String one = name + "/one_" + loss.value().name();
      seeds.put(
          loss.value().name(), graph.constant(one, Nd4j.scalar(loss.value().dataType(), 1.0)));
    }
    return seeds;
  }

  private Map<String, SDVariable> seedOfPenalty() {
    Map<String, SDVariable> seed = new LinkedHashMap<>();
    sum.ifPresent(
        total -> seed.put(total.name(), graph.constant(name + "/weight", weight.orElseThrow())));
    return seed;
  }

  private Map<String, SDVariable> gradients(
      Map<String, SDVariable> seeds, List<String> parameters) {
    return new ReverseSweep(graph, ops, keeping).run(seeds, parameters);
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
    probes
        .get(0)
        .forEach((name, probe) -> probe.assign(direction.get(name).reshape(probe.shape())));
  }

  /** Sets the factor of the sum of the quadratic forms in the objective. */
  void weigh(double factor) {
    weight.ifPresent(array -> array.assign(factor));
  }
}

package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.calculus.SingularOps;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.recurrence.Expansion;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * Appends the gradient of a weighted sum of scalars to a graph. Unlike SameDiff's own
 * differentiation it works in place, names nothing {@code -grad}, adds the contributions to one
 * cotangent together, and corrects the backward ops listed in {@link Adjoints}.
 */
public final class ReverseSweep {

  private final SameDiff graph;
  private final GraphAddition addition;
  private final Keeping keeping;

  /**
   * Creates a sweep that appends to a graph, for which recurrences keep all values.
   *
   * @param graph the graph
   * @param addition the open addition that receives the ops
   */
  public ReverseSweep(SameDiff graph, GraphAddition addition) {
    this(graph, addition, Keeping.VALUES);
  }

  /**
   * Creates a sweep that appends to a graph.
   *
   * @param graph the graph
   * @param addition the open addition that receives the ops
   * @param keeping what recurrences keep for the sweep
   */
  public ReverseSweep(SameDiff graph, GraphAddition addition, Keeping keeping) {
    this.graph = graph;
    this.addition = addition;
    this.keeping = keeping;
  }

  /**
   * Appends the gradient of {@code Σ_i seed_i · output_i}.
   *
   * @param seeds the cotangent of each output by the output's name; scalars of the output's type
   * @param parameters names of the variables to differentiate with respect to
   * @return the gradient of each parameter that the outputs depend on, with the parameter's shape
   * @throws HessianTraceException if an op on the way has no backward op
   */
  public Map<String, SDVariable> run(Map<String, SDVariable> seeds, Collection<String> parameters) {
    Expansion.expand(graph, addition, parameters, seeds.keySet());
    return run(seeds, parameters, Set.of());
  }

  /**
   * As {@link #run(Map, Collection)}, with cotangents of any shape.
   *
   * @param ends names of variables behind which no path is looked for
   */
  Map<String, SDVariable> run(
      Map<String, SDVariable> seeds, Collection<String> parameters, Set<String> ends) {
    Map<String, List<SDVariable>> cotangents = new HashMap<>();
    Set<String> outputs = new LinkedHashSet<>();
    seeds.forEach(
        (output, seed) -> {
          outputs.add(addition.replacement(output));
          contribute(cotangents, output, seed);
        });
    List<SameDiffOp> path =
        GraphPaths.between(graph, parameters, outputs, ends, addition.replacements());
    Set<String> unbounded = new HashSet<>();
    for (int i = path.size() - 1; i >= 0; i--) {
      backward(path.get(i), cotangents, unbounded);
    }
    Map<String, SDVariable> gradients = new LinkedHashMap<>();
    for (String parameter : parameters) {
      List<SDVariable> contributions = cotangents.get(parameter);
      if (contributions != null) {
        try (NameScope scope = addition.scope()) {
          gradients.put(parameter, sum(contributions));
        }
      }
    }
    return gradients;
  }

  /**
   * Appends the backward op of one op.
   *
   * @param unbounded names of variables whose cotangents may be infinite
   */
  private void backward(
      SameDiffOp op, Map<String, List<SDVariable>> cotangents, Set<String> unbounded) {
    List<SDVariable> outputs = new ArrayList<>();
    boolean reached = false;
    for (String name : op.getOutputsOfOp()) {
      List<SDVariable> contributions = cotangents.remove(name);
      reached |= contributions != null;
      outputs.add(contributions == null ? null : sum(op, contributions));
    }
    if (!reached) {
      return;
    }
    if (op.getOp() instanceof Recurrence) {
      new RecurrentAdjoint(graph, addition, keeping)
          .run((Recurrence) op.getOp(), outputs)
          .forEach(made -> contribute(cotangents, made.variable(), made.cotangent()));
      return;
    }
    try (NameScope scope = addition.scope(op)) {
      backward(op, outputs, cotangents, unbounded);
    }
  }

  private void backward(
      SameDiffOp op,
      List<SDVariable> outputs,
      Map<String, List<SDVariable>> cotangents,
      Set<String> unbounded) {
    for (int i = 0; i < outputs.size(); i++) {
      SDVariable output = graph.getVariable(op.getOutputsOfOp().get(i));
      if (outputs.get(i) == null && output.dataType().isFPType()) {
        outputs.set(i, graph.zerosLike(output));
      }
    }
    boolean finite = op.getOutputsOfOp().stream().noneMatch(unbounded::contains);
    List<SDVariable> inputs = Adjoints.of(op.getOp(), finite).apply(op.getOp(), outputs);
    List<String> names = GraphPaths.inputs(op);
    if (!finite || SingularOps.mayHaveInfiniteSlope(op.getOp())) {
      unbounded.addAll(names);
    }
    for (int i = 0; i < inputs.size() && i < names.size(); i++) {
      if (inputs.get(i) != null && graph.getVariable(names.get(i)).dataType().isFPType()) {
        addition.expectSameShape(inputs.get(i), names.get(i), op);
        contribute(cotangents, names.get(i), inputs.get(i));
      }
    }
  }

  private SDVariable sum(SameDiffOp op, List<SDVariable> terms) {
    try (NameScope scope = addition.scope(op)) {
      return sum(terms);
    }
  }

  private void contribute(
      Map<String, List<SDVariable>> cotangents, String name, SDVariable contribution) {
    cotangents
        .computeIfAbsent(addition.replacement(name), n -> new ArrayList<>())
        .add(contribution);
  }

  private SDVariable sum(List<SDVariable> terms) {
    switch (terms.size()) {
      case 1:
        return terms.get(0);
      case 2:
        return terms.get(0).add(terms.get(1));
      default:
        return graph.math().mergeAdd(terms.toArray(new SDVariable[0]));
    }
  }
}

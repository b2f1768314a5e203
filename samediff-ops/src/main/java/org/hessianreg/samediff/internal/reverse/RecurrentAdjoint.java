package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.recurrence.Cell;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * The adjoint of a recurrence: the adjoint of its step, run from the last step that ran to the
 * first. The cotangents of states are its states. What it reads of the forward steps, those keep
 * for it. Gradients of what the steps share are sums over the steps; those that are products of
 * matrices become one product of the rows of all steps, after the last.
 */
final class RecurrentAdjoint {

  private static final Set<String> SUMS = Set.of("add", "mergeadd");

  private final SameDiff graph;
  private final GraphAddition addition;

  private final Keeping keeping;

  RecurrentAdjoint(SameDiff graph, GraphAddition addition, Keeping keeping) {
    this.graph = graph;
    this.addition = addition;
    this.keeping = keeping;
  }

  /** A cotangent of a variable. Immutable. */
  static final class Contribution {

    private final String variable;
    private final SDVariable cotangent;

    Contribution(SDVariable variable, SDVariable cotangent) {
      this.variable = variable.name();
      this.cotangent = cotangent;
    }

    String variable() {
      return variable;
    }

    SDVariable cotangent() {
      return cotangent;
    }
  }

  /**
   * Appends the adjoint.
   *
   * @param op the recurrence; another one that keeps more takes its place
   * @param cotangents of each of its outputs, null where there is none
   * @return cotangents of the op's inputs
   */
  List<Contribution> run(Recurrence op, List<SDVariable> cotangents) {
    Cell cell = op.cell();
    Map<String, SDVariable> ofOutputs = standIns(cell.outputs(), cotangents);
    Map<String, SDVariable> ofStates =
        standIns(cell.states(), cotangents.subList(cell.outputs().size(), cotangents.size()));
    Map<String, SDVariable> gradients = step(op, ofOutputs, ofStates);
    while (!ofStates.keySet().containsAll(moved(cell, gradients))) {
      moved(cell, gradients).forEach(name -> ofStates.computeIfAbsent(name, this::placeholder));
      gradients = step(op, ofOutputs, ofStates);
    }
    return new Backwards(op, cotangents, ofOutputs, ofStates, gradients).append();
  }

  /** The states that have a gradient. */
  private static List<String> moved(Cell cell, Map<String, SDVariable> gradients) {
    List<String> moved = new ArrayList<>(cell.states());
    moved.retainAll(gradients.keySet());
    return moved;
  }

  /** A placeholder for the cotangent, in one step, of each variable that has one. */
  private Map<String, SDVariable> standIns(List<String> names, List<SDVariable> cotangents) {
    Map<String, SDVariable> standIns = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (cotangents.get(i) != null) {
        standIns.put(names.get(i), placeholder(names.get(i)));
      }
    }
    return standIns;
  }

  private SDVariable placeholder(String like) {
    return addition.standIn(graph.getVariable(like), "cotangent");
  }

  /** Appends the gradient of one step, by the names of what it reads. */
  private Map<String, SDVariable> step(
      Recurrence op, Map<String, SDVariable> ofOutputs, Map<String, SDVariable> ofStates) {
    Cell cell = op.cell();
    Set<String> read = cell.varying();
    read.addAll(op.shared());
    Map<String, SDVariable> seeds = new LinkedHashMap<>(ofOutputs);
    try (NameScope scope = addition.scope()) {
      ofStates.forEach(
          (state, cotangent) ->
              seeds.merge(
                  cell.next().get(cell.states().indexOf(state)), cotangent, SDVariable::add));
    }
    List<String> wanted = new ArrayList<>(read);
    wanted.removeIf(name -> !graph.getVariable(name).dataType().isFPType());
    return new ReverseSweep(graph, addition).run(seeds, wanted, read);
  }

  /** The recurrence that runs against the direction of another one. */
  private final class Backwards {

    private final Recurrence op;
    private final Cell cell;
    private final List<SDVariable> cotangents;
    private final Map<String, SDVariable> ofOutputs;
    private final Map<String, SDVariable> ofStates;
    private final Map<String, SDVariable> gradients;
    private final Map<String, String> copies = addition.copies();
    private final List<String> outputs = new ArrayList<>();
    private final List<String> sums = new ArrayList<>();
    private final List<Cell.Product> products = new ArrayList<>();
    private final List<SDVariable> summed = new ArrayList<>();
    private final List<SDVariable> multiplied = new ArrayList<>();

    Backwards(
        Recurrence op,
        List<SDVariable> cotangents,
        Map<String, SDVariable> ofOutputs,
        Map<String, SDVariable> ofStates,
        Map<String, SDVariable> gradients) {
      this.op = op;
      this.cell = op.cell();
      this.cotangents = cotangents;
      this.ofOutputs = ofOutputs;
      this.ofStates = ofStates;
      this.gradients = gradients;
    }

    List<Contribution> append() {
      cell.inputs().stream()
          .filter(gradients::containsKey)
          .forEach(input -> outputs.add(gradients.get(input).name()));
      op.shared().stream().filter(gradients::containsKey).forEach(this::accumulate);
      try (NameScope scope = addition.scope()) {
        List<String> next = new ArrayList<>();
        ofStates.forEach(
            (state, before) -> {
              SDVariable gradient = gradients.get(state);
              next.add((gradient == null ? graph.zerosLike(before) : gradient).name());
            });
        List<String> read = read(next);
        Recurrence forward = keeping(read);
        List<String> inputs = new ArrayList<>(names(ofOutputs));
        inputs.addAll(read);
        Cell backward = new Cell(inputs, names(ofStates), next, outputs, sums, products);
        return contributions(
            new Recurrence(
                graph,
                backward,
                sequences(forward, read),
                starts(forward),
                !op.isBackwards(),
                copies));
      }
    }

    private List<String> names(Map<String, SDVariable> standIns) {
      List<String> names = new ArrayList<>();
      standIns.values().forEach(standIn -> names.add(standIn.name()));
      return names;
    }

    /** Sorts the terms of a gradient into products and others. */
    private void accumulate(String shared) {
      SDVariable variable = graph.getVariable(shared);
      for (SDVariable term : terms(gradients.get(shared))) {
        SameDiffOp producer = GraphPaths.producer(graph, term.name());
        if (producer != null && isOfTransposed(producer)) {
          List<String> factors = GraphPaths.inputs(producer);
          products.add(
              new Cell.Product(representative(factors.get(0)), representative(factors.get(1))));
          multiplied.add(variable);
        } else {
          sums.add(term.name());
          summed.add(variable);
        }
      }
    }

    private List<SDVariable> terms(SDVariable gradient) {
      SameDiffOp op = GraphPaths.producer(graph, gradient.name());
      boolean sum = op != null && SUMS.contains(op.getOp().opName());
      List<SDVariable> terms = new ArrayList<>();
      if (!sum) {
        return List.of(gradient);
      }
      GraphPaths.inputs(op).forEach(term -> terms.addAll(terms(graph.getVariable(term))));
      return terms;
    }

    private boolean isOfTransposed(SameDiffOp op) {
      if (!"matmul".equals(op.getOp().opName())) {
        return false;
      }
      CustomOp product = (CustomOp) op.getOp();
      double[] factors = product.tArgs();
      return Arrays.equals(product.iArgs(), new long[] {1, 0, 0})
          && (factors.length == 0 || factors[0] == 1.0);
    }

    private String representative(String name) {
      return copies.getOrDefault(name, name);
    }

    /** What the steps back read of the steps forward. */
    private List<String> read(List<String> next) {
      Set<String> besides = new HashSet<>(op.shared());
      besides.addAll(names(ofOutputs));
      besides.addAll(names(ofStates));
      List<String> results =
          new Cell(List.of(), List.of(), next, outputs, sums, products).results();
      Set<String> given =
          new KeptValues(graph, cell, copies).given(keeping, graph, results, besides);
      Set<String> known = new HashSet<>(given);
      known.addAll(besides);
      Set<String> read = new LinkedHashSet<>();
      results.forEach(result -> read.add(representative(result)));
      for (SameDiffOp step : GraphPaths.ancestors(graph, results, known, copies)) {
        read.addAll(Cell.read(step, copies));
      }
      read.retainAll(given);
      return List.copyOf(read);
    }

    /** The recurrence in its own direction, which keeps what is read of its steps. */
    private Recurrence keeping(List<String> read) {
      List<String> more = new ArrayList<>(read);
      more.removeAll(cell.inputs());
      more.removeAll(cell.outputs());
      Recurrence keeping =
          new Recurrence(
              graph,
              cell.withOutputs(more),
              op.sequences(),
              op.initial(),
              op.isBackwards(),
              copies);
      replaceAll(op.allSteps(), keeping.allSteps());
      replaceAll(op.last(), keeping.last());
      return keeping;
    }

    private void replaceAll(List<SDVariable> originals, List<SDVariable> replacements) {
      for (int i = 0; i < originals.size(); i++) {
        addition.replace(originals.get(i), replacements.get(i));
      }
    }

    private List<SDVariable> sequences(Recurrence forward, List<String> read) {
      List<SDVariable> sequences = new ArrayList<>();
      cotangents.subList(0, cell.outputs().size()).stream()
          .filter(cotangent -> cotangent != null)
          .forEach(sequences::add);
      for (String name : read) {
        int input = cell.inputs().indexOf(name);
        sequences.add(
            input >= 0
                ? op.sequences().get(input)
                : forward.allSteps().get(forward.cell().outputs().indexOf(name)));
      }
      return sequences;
    }

    private List<SDVariable> starts(Recurrence forward) {
      List<SDVariable> starts = new ArrayList<>();
      for (String state : ofStates.keySet()) {
        int index = cell.states().indexOf(state);
        SDVariable cotangent = cotangents.get(cell.outputs().size() + index);
        starts.add(cotangent == null ? graph.zerosLike(forward.last().get(index)) : cotangent);
      }
      return starts;
    }

    private List<Contribution> contributions(Recurrence backward) {
      List<Contribution> contributions = new ArrayList<>();
      Iterator<SDVariable> gradientsOfInputs = backward.allSteps().iterator();
      for (int i = 0; i < cell.inputs().size(); i++) {
        if (gradients.containsKey(cell.inputs().get(i))) {
          contributions.add(new Contribution(op.sequences().get(i), gradientsOfInputs.next()));
        }
      }
      Iterator<SDVariable> gradientsOfStates = backward.last().iterator();
      for (String state : ofStates.keySet()) {
        SDVariable initial = op.initial().get(cell.states().indexOf(state));
        contributions.add(new Contribution(initial, gradientsOfStates.next()));
      }
      for (int i = 0; i < summed.size(); i++) {
        contributions.add(new Contribution(summed.get(i), backward.sums().get(i)));
      }
      for (int i = 0; i < multiplied.size(); i++) {
        contributions.add(new Contribution(multiplied.get(i), backward.products().get(i)));
      }
      return contributions;
    }
  }
}

package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.recurrence.Cell;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The Taylor coefficients of a recurrence: those of its step, run again and again. The coefficients
 * of a state are states, too, from the first step on in which one is not zero.
 */
final class RecurrentSweep {

  private final SameDiff graph;
  private final GraphAddition addition;
  private final TaylorSweep sweep;
  private final JetAlgebra algebra;

  RecurrentSweep(SameDiff graph, GraphAddition addition, TaylorSweep sweep, JetAlgebra algebra) {
    this.graph = graph;
    this.addition = addition;
    this.sweep = sweep;
    this.algebra = algebra;
  }

  /**
   * Appends a recurrence that computes what another does, and its coefficients, and takes its
   * place.
   *
   * @param op the recurrence
   * @param inputs the jets of the op's inputs
   * @return the jets of its outputs, by the names of those and of what takes their place
   */
  Map<String, Jet> run(Recurrence op, List<Jet> inputs) {
    Cell cell = op.cell();
    int states = cell.inputs().size();
    int others = states + cell.states().size();
    List<Jet> sequences = inputs.subList(0, states);
    List<Jet> initial = inputs.subList(states, others);
    Map<String, Jet> known = new HashMap<>();
    List<Jet> slices = standIns(cell.inputs(), sequences);
    slices.forEach(slice -> known.put(slice.value().name(), slice));
    Set<String> ends = new HashSet<>(op.shared());
    for (Jet shared : inputs.subList(others, inputs.size())) {
      known.put(shared.value().name(), shared);
    }
    List<Jet> before = standIns(cell.states(), initial);
    List<Jet> results = step(cell, known, before, ends);
    while (!covers(before, next(cell, results))) {
      before = standIns(cell.states(), union(before, next(cell, results)));
      results = step(cell, known, before, ends);
    }
    List<Jet> outputs = results.subList(0, cell.outputs().size());
    return replaced(op, sequences, slices, initial, before, next(cell, results), outputs);
  }

  /** The jets of what a step computes. */
  private List<Jet> step(Cell cell, Map<String, Jet> known, List<Jet> before, Set<String> ends) {
    Map<String, Jet> all = new HashMap<>(known);
    before.forEach(state -> all.put(state.value().name(), state));
    return sweep.run(cell.results(), all, ends, algebra, Linearization.none());
  }

  private static List<Jet> next(Cell cell, List<Jet> results) {
    return results.subList(cell.outputs().size(), results.size());
  }

  /** Placeholders for the coefficients that jets have. */
  private List<Jet> standIns(List<String> names, List<Jet> jets) {
    List<Jet> standIns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      SDVariable value = graph.getVariable(names.get(i));
      List<SDVariable> tangents = new ArrayList<>();
      jets.get(i).tangents().forEach(t -> tangents.add(t == null ? null : placeholder(value)));
      SDVariable second = jets.get(i).second() == null ? null : placeholder(value);
      standIns.add(Jet.of(value, tangents, second));
    }
    return standIns;
  }

  private SDVariable placeholder(SDVariable like) {
    return addition.standIn(like, "coefficient");
  }

  private static boolean covers(List<Jet> before, List<Jet> next) {
    for (int i = 0; i < before.size(); i++) {
      List<SDVariable> present = coefficients(before.get(i));
      List<SDVariable> wanted = coefficients(next.get(i));
      for (int c = 0; c < wanted.size(); c++) {
        if (wanted.get(c) != null && present.get(c) == null) {
          return false;
        }
      }
    }
    return true;
  }

  /** Jets that have the coefficients of either. */
  private static List<Jet> union(List<Jet> before, List<Jet> next) {
    List<Jet> union = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Jet a = before.get(i);
      Jet b = next.get(i);
      List<SDVariable> tangents = new ArrayList<>(a.tangents());
      for (int k = 0; k < tangents.size(); k++) {
        tangents.set(k, tangents.get(k) == null ? b.tangents().get(k) : tangents.get(k));
      }
      union.add(Jet.of(a.value(), tangents, a.second() == null ? b.second() : a.second()));
    }
    return union;
  }

  /** All coefficients but the value, null where they are zero. */
  private static List<SDVariable> coefficients(Jet jet) {
    List<SDVariable> all = new ArrayList<>(jet.tangents());
    all.add(jet.second());
    return all;
  }

  private Map<String, Jet> replaced(
      Recurrence op,
      List<Jet> sequences,
      List<Jet> slices,
      List<Jet> initial,
      List<Jet> before,
      List<Jet> next,
      List<Jet> outputs) {
    Cell cell = op.cell();
    List<String> inputs = new ArrayList<>(cell.inputs());
    List<SDVariable> allSequences = new ArrayList<>(op.sequences());
    for (int i = 0; i < slices.size(); i++) {
      addPresent(coefficients(slices.get(i)), coefficients(sequences.get(i)), inputs, allSequences);
    }
    List<String> states = new ArrayList<>(cell.states());
    List<String> after = new ArrayList<>(cell.next());
    List<SDVariable> starts = new ArrayList<>(op.initial());
    List<String> kept = new ArrayList<>(cell.outputs());
    try (NameScope scope = addition.scope()) {
      for (int i = 0; i < before.size(); i++) {
        List<SDVariable> coefficients = coefficients(before.get(i));
        for (int c = 0; c < coefficients.size(); c++) {
          if (coefficients.get(c) != null) {
            states.add(coefficients.get(c).name());
            after.add(orZeros(coefficients(next.get(i)).get(c), next.get(i).value()).name());
            starts.add(orZeros(coefficients(initial.get(i)).get(c), op.initial().get(i)));
          }
        }
      }
      for (Jet output : outputs) {
        coefficients(output).stream().filter(c -> c != null).forEach(c -> kept.add(c.name()));
      }
      Cell larger = Cell.of(inputs, states, after, kept);
      Recurrence replacement =
          new Recurrence(graph, larger, allSequences, starts, op.isBackwards(), addition.copies());
      return jets(op, replacement, outputs, before);
    }
  }

  private static void addPresent(
      List<SDVariable> standIns,
      List<SDVariable> arrays,
      List<String> names,
      List<SDVariable> sequences) {
    for (int c = 0; c < standIns.size(); c++) {
      if (standIns.get(c) != null) {
        names.add(standIns.get(c).name());
        sequences.add(arrays.get(c));
      }
    }
  }

  private SDVariable orZeros(SDVariable coefficient, SDVariable like) {
    return coefficient == null ? graph.zerosLike(like) : coefficient;
  }

  /** The jets of outputs and last states, in the order in which the coefficients were added. */
  private Map<String, Jet> jets(
      Recurrence op, Recurrence replacement, List<Jet> outputs, List<Jet> before) {
    Map<String, Jet> jets = new HashMap<>();
    put(jets, op.allSteps(), replacement.allSteps(), outputs);
    put(jets, op.last(), replacement.last(), before);
    return jets;
  }

  private void put(
      Map<String, Jet> jets, List<SDVariable> from, List<SDVariable> to, List<Jet> present) {
    int next = from.size();
    for (int i = 0; i < from.size(); i++) {
      SDVariable value = to.get(i);
      SDVariable[] coefficients = coefficients(present.get(i)).toArray(SDVariable[]::new);
      for (int c = 0; c < coefficients.length; c++) {
        coefficients[c] = coefficients[c] == null ? null : to.get(next++);
      }
      int last = coefficients.length - 1;
      Jet jet = Jet.of(value, Arrays.asList(Arrays.copyOf(coefficients, last)), coefficients[last]);
      addition.replace(from.get(i), value);
      jets.put(from.get(i).name(), jet);
      jets.put(value.name(), jet);
    }
  }
}

package org.hessianreg.samediff.internal.recurrence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hessianreg.samediff.internal.graph.Recurrent;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Runs a {@link Cell} for each slice of sequences, along their first dimension. Its inputs are the
 * sequences, the initial states, and what the steps share; its outputs are the cell's outputs of
 * all steps along a new first dimension, the last states, and the sums, of products last. Only a
 * program of this library can execute it.
 */
public final class Recurrence extends DynamicCustomOp implements Recurrent {

  /** The op's name. */
  public static final String NAME = "recurrence";

  private final Cell cell;
  private final boolean backwards;
  private final List<SDVariable> sequences;
  private final List<SDVariable> initial;
  private final List<String> shared;

  /**
   * Appends the op to a graph.
   *
   * @param graph the graph that the cell is written in
   * @param cell the step
   * @param sequences for each input of the cell, an array with a slice for each step
   * @param initial for each state of the cell, what it is before the first step
   * @param backwards whether the steps run from the last slice to the first
   * @param copies what the steps read instead of other variables
   */
  public Recurrence(
      SameDiff graph,
      Cell cell,
      List<SDVariable> sequences,
      List<SDVariable> initial,
      boolean backwards,
      Map<String, String> copies) {
    this.cell = cell;
    this.backwards = backwards;
    this.sequences = List.copyOf(sequences);
    this.initial = List.copyOf(initial);
    this.shared = cell.shared(graph, copies);
    setSameDiff(graph);
    setOwnName(graph.getOpName(NAME));
    Stream<SDVariable> others = shared.stream().map(graph::getVariable);
    graph.addArgsFor(
        Stream.of(sequences.stream(), initial.stream(), others)
            .flatMap(all -> all)
            .toArray(SDVariable[]::new),
        this);
    List<String> names = new ArrayList<>();
    for (String result : cell.kept()) {
      String name = getOwnName() + (names.isEmpty() ? "" : ":" + names.size());
      SDVariable output =
          new SDVariable(
              name, VariableType.ARRAY, graph, null, graph.getVariable(result).dataType());
      graph
          .getVariables()
          .put(
              name,
              Variable.builder().name(name).variable(output).outputOfOp(getOwnName()).build());
      names.add(name);
    }
    graph.getOps().get(getOwnName()).setOutputsOfOp(names);
  }

  /**
   * The step.
   *
   * @return the cell
   */
  public Cell cell() {
    return cell;
  }

  /**
   * The direction of time.
   *
   * @return whether the steps run from the last slice to the first
   */
  public boolean isBackwards() {
    return backwards;
  }

  /**
   * What the cell's inputs are slices of.
   *
   * @return a variable for each input
   */
  public List<SDVariable> sequences() {
    return sequences;
  }

  /**
   * The states before the first step.
   *
   * @return a variable for each state
   */
  public List<SDVariable> initial() {
    return initial;
  }

  /**
   * What the steps share.
   *
   * @return names of the op's last inputs
   */
  public List<String> shared() {
    return shared;
  }

  /**
   * The outputs of all steps.
   *
   * @return a variable for each of the cell's outputs
   */
  public List<SDVariable> allSteps() {
    return List.of(outputVariables()).subList(0, cell.outputs().size());
  }

  /**
   * The states after the last step.
   *
   * @return a variable for each state
   */
  public List<SDVariable> last() {
    int from = cell.outputs().size();
    return List.of(outputVariables()).subList(from, from + cell.next().size());
  }

  /**
   * The sums over the steps.
   *
   * @return a variable for each of the cell's sums
   */
  public List<SDVariable> sums() {
    int from = cell.outputs().size() + cell.next().size();
    return List.of(outputVariables()).subList(from, from + cell.sums().size());
  }

  /**
   * The sums of products over the steps.
   *
   * @return a variable for each of the cell's products
   */
  public List<SDVariable> products() {
    return List.of(outputVariables())
        .subList(getNumOutputs() - cell.products().size(), getNumOutputs());
  }

  @Override
  public List<String> variablesOfStep() {
    List<String> all = new ArrayList<>(cell.results());
    all.addAll(cell.varying());
    return all;
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public int getNumOutputs() {
    return cell.kept().size();
  }

  @Override
  public SDVariable[] outputVariables() {
    return sameDiff.getOps().get(getOwnName()).getOutputsOfOp().stream()
        .map(sameDiff::getVariable)
        .toArray(SDVariable[]::new);
  }

  /**
   * The shape of sequences of some slices.
   *
   * @param steps how many steps
   * @param slice the shape of a slice
   * @return the steps first
   */
  public static long[] shape(long steps, long... slice) {
    return LongStream.concat(LongStream.of(steps), Arrays.stream(slice)).toArray();
  }
}

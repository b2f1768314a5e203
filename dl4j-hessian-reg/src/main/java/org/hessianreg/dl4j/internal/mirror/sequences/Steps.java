package org.hessianreg.dl4j.internal.mirror.sequences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.hessianreg.samediff.internal.recurrence.Cell;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a step, which is written once, for all steps of sequences. */
final class Steps {

  private final MirrorScope<?> scope;
  private final boolean forwards;

  /**
   * Chooses a direction.
   *
   * @param scope where the graph is
   * @param forwards whether the first step comes first
   */
  Steps(MirrorScope<?> scope, boolean forwards) {
    this.scope = scope;
    this.forwards = forwards;
  }

  /**
   * Appends a recurrence.
   *
   * @param sequences {@code [step, example, …]}
   * @param initial states before the first step; the first one is the output
   * @param step writes the states after a step, given slices of the sequences and the states before
   * @return the first state after each step, {@code [step, example, unit]}
   */
  SDVariable run(
      List<SDVariable> sequences,
      List<SDVariable> initial,
      BiFunction<List<SDVariable>, List<SDVariable>, List<SDVariable>> step) {
    List<SDVariable> slices = new ArrayList<>();
    for (SDVariable sequence : sequences) {
      long[] shape = scope.shape(sequence);
      slices.add(standIn(sequence, Arrays.copyOfRange(shape, 1, shape.length)));
    }
    List<SDVariable> before = new ArrayList<>();
    initial.forEach(state -> before.add(standIn(state, scope.shape(state))));
    List<String> next = names(step.apply(slices, before));
    Cell cell = Cell.of(names(slices), names(before), next, next.subList(0, 1));
    return new Recurrence(scope.graph(), cell, sequences, initial, !forwards, Map.of())
        .allSteps()
        .get(0);
  }

  private SDVariable standIn(SDVariable like, long... shape) {
    SameDiff graph = scope.graph();
    String name = graph.generateNewVarName("step", 0, false);
    return graph.placeHolder(name, like.dataType(), shape);
  }

  private static List<String> names(List<SDVariable> variables) {
    return variables.stream().map(SDVariable::name).collect(Collectors.toList());
  }

  /** A state of zeros, a row for each example. */
  SDVariable zeros(SDVariable like, long rows, long units) {
    return scope.graph().constant(Nd4j.zeros(like.dataType(), rows, units));
  }
}

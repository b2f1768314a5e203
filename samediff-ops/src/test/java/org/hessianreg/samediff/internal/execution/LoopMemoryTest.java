package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.recurrence.Cell;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** By how much the memory of a recurrence grows with each step, in slices of its sequence. */
class LoopMemoryTest {

  private static final long ROWS = 512;
  private static final long COLUMNS = 4;
  private static final long SLICE = ROWS * COLUMNS;
  private static final int FEW = 10;
  private static final int MANY = 30;

  /** Writes a step that reads the slice {@code x} and the state {@code h}. */
  private interface Step {
    Cell of(SameDiff sd, SDVariable x, SDVariable h);
  }

  private static Cell state(SDVariable next) {
    return Cell.of(List.of("x"), List.of("h"), List.of(next.name()), List.of());
  }

  private static Cell product(SDVariable next, SDVariable left, SDVariable right) {
    return new Cell(
        List.of("x"),
        List.of("h"),
        List.of(next.name()),
        List.of(),
        List.of(),
        List.of(new Cell.Product(left.name(), right.name())));
  }

  @Test
  void theStateOfTheNextStepAloneIsNotKept() {
    assertThat(slicesKeptOfEachStep((sd, x, h) -> state(sd.math().tanh(x.add(h))))).isZero();
  }

  @Test
  void whatIsReadOfAllStepsIsKept() {
    assertThat(
            slicesKeptOfEachStep(
                (sd, x, h) -> state(sd.math().tanh(x.add(h))).withOutputs(List.of("h"))))
        .isEqualTo(1.0);
  }

  @Test
  void factorsAreNotKeptOfAllSteps() {
    assertThat(
            slicesKeptOfEachStep(
                (sd, x, h) -> {
                  SDVariable next = sd.math().tanh(x.add(h));
                  return product(next, x, sd.math().square(next));
                }))
        .isZero();
  }

  @Test
  void whatIsComputedBesideAKeptValueIsNotKept() {
    assertThat(
            slicesKeptOfEachStep(
                (sd, x, h) -> {
                  SDVariable[] parts = new SDVariable[4];
                  for (int i = 0; i < parts.length; i++) {
                    parts[i] = sd.math().tanh(i == 0 ? x : h.add(x.mul(1.0 / i)));
                  }
                  SDVariable next = parts[0].add(parts[1]).mul(parts[2]).add(parts[3]);
                  return state(next).withOutputs(List.of(parts[2].name()));
                }))
        .isEqualTo(1.0);
  }

  private static double slicesKeptOfEachStep(Step step) {
    long growth = elements(step, MANY) - elements(step, FEW);
    return (double) growth / SLICE / (MANY - FEW);
  }

  /** The elements of all arrays that a recurrence needs besides what it is given. */
  private static long elements(Step step, long steps) {
    SameDiff sd = SameDiff.create();
    SDVariable sequence = sd.constant("sequence", Nd4j.rand(DataType.DOUBLE, steps, ROWS, COLUMNS));
    SDVariable start = sd.constant("start", Nd4j.zeros(DataType.DOUBLE, ROWS, COLUMNS));
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, ROWS, COLUMNS);
    SDVariable h = sd.placeHolder("h", DataType.DOUBLE, ROWS, COLUMNS);
    GraphAddition addition = GraphAddition.begin(sd, "test");
    Recurrence recurrence =
        new Recurrence(sd, step.of(sd, x, h), List.of(sequence), List.of(start), false, Map.of());
    List<String> results =
        Stream.of(recurrence.allSteps(), recurrence.last(), recurrence.products())
            .flatMap(List::stream)
            .map(SDVariable::name)
            .collect(Collectors.toList());
    addition.commit(results);
    Program program = Program.of(sd, addition, results, Set.of());
    ArrayPool pool = new ArrayPool();
    List<INDArray> inputs = new ArrayList<>();
    program.inputs().forEach(name -> inputs.add(sd.getVariable(name).getArr()));
    new ProgramRunner(program, pool, addition::attach, addition::detach).run(inputs);
    return pool.elements();
  }
}

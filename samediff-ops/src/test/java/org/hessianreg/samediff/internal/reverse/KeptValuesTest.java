package org.hessianreg.samediff.internal.reverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.internal.recurrence.Cell;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;
import org.nd4j.linalg.factory.Nd4j;

/** What a step keeps is what a few additions and multiplications cannot compute from the rest. */
final class KeptValuesTest {

  private final SameDiff graph = SameDiff.create();
  private final SDVariable slice = graph.placeHolder("slice", DataType.DOUBLE, 2, 3);
  private final SDVariable state = graph.placeHolder("state", DataType.DOUBLE, 2, 3);
  private final SDVariable weights = graph.var("weights", Nd4j.eye(3).castTo(DataType.DOUBLE));
  private final SDVariable cotangent = graph.placeHolder("cotangent", DataType.DOUBLE, 2, 3);
  private final SDVariable argument = slice.add("argument", state.mmul("product", weights));
  private final SDVariable gate = graph.nn().sigmoid("gate", argument);
  private final SDVariable complement = gate.rsub("complement", 1.0);
  private final SDVariable slope = gate.mul("slope", complement);
  private final SDVariable square = graph.math().square("square", argument);
  private final SDVariable next = slope.mul("next", square);

  private Set<String> given(Keeping keeping, SDVariable... results) {
    Cell cell =
        Cell.of(List.of("slice"), List.of("state"), List.of(next.name()), List.of(next.name()));
    List<String> names = new ArrayList<>();
    for (SDVariable result : results) {
      names.add(result.name());
    }
    Set<String> given =
        new KeptValues(graph, cell, Map.of())
            .given(keeping, graph, names, Set.of("weights", "cotangent"));
    given.removeAll(Set.of("slice", "state"));
    return given;
  }

  @Test
  void aSlopeIsComputedFromWhatItIsTheSlopeAt() {
    assertThat(given(Keeping.VALUES, slope.mul(cotangent), gate.mul(cotangent)))
        .contains("gate")
        .doesNotContain("slope", "complement");
  }

  @Test
  void whatOnlyAProductOfMatricesComputesIsKept() {
    assertThat(given(Keeping.VALUES, argument.mul(cotangent))).contains("argument");
  }

  @Test
  void whatIsReadThroughACheapValueIsKeptItself() {
    assertThat(given(Keeping.VALUES, square.mul(cotangent), argument.mul(cotangent)))
        .contains("argument")
        .doesNotContain("square");
    assertThat(given(Keeping.VALUES, square.mul(cotangent))).contains("square");
  }

  @Test
  void shapesAreNoReasonToComputeAnything() {
    SDVariable gradient = new AddBpOp(graph, slope, argument, cotangent).outputVariables()[0];
    assertThat(given(Keeping.VALUES, gradient)).contains("slope", "argument");
  }

  @Test
  void statesAloneAreKeptOnDemand() {
    assertThat(given(Keeping.STATES, slope.mul(cotangent), argument.mul(cotangent))).isEmpty();
  }
}

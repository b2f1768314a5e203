package org.hessianreg.samediff.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Copies of graphs. */
class GraphCloneTest {

  private final SameDiff sd = SameDiff.create();
  private final SDVariable w = sd.var("w", Nd4j.createFromArray(0.5, -1.0));

  private static INDArray value(SameDiff graph) {
    return graph.output(Map.of(), "y").get("y");
  }

  @Test
  void aCopyHasTheSameOpsAndComputesTheSame() {
    sd.nn().leakyRelu(w, 0.3).sum("y");
    SameDiff copy = GraphClone.of(sd);
    assertThat(copy).isNotSameAs(sd);
    assertThat(GraphState.of(copy)).isEqualTo(GraphState.of(sd));
    assertThat(value(copy)).isEqualTo(value(sd));
  }

  @Test
  void aCopySharesTheArraysOfParameters() {
    w.sum("y");
    SameDiff copy = GraphClone.of(sd);
    w.getArr().assign(3.0);
    assertThat(value(copy).getDouble(0)).isEqualTo(6.0);
  }

  @Test
  void whatIsAppendedToACopyIsNotInTheGraph() {
    w.sum("y");
    var before = GraphState.of(sd);
    SameDiff copy = GraphClone.of(sd);
    copy.getVariable("y").add("more", 1.0);
    assertThat(GraphState.of(sd)).isEqualTo(before);
  }

  @Test
  void aCopyOfACopyStillReplacesByItsCondition() {
    sd.replaceWhere(w, 0.7, Conditions.lessThan(0.0)).mul("y", 1.0);
    SameDiff copy = GraphClone.of(GraphClone.of(sd));
    assertThat(value(copy)).isEqualTo(Nd4j.createFromArray(0.5, 0.7));
  }

  @Test
  void anOpThatCannotBeCopiedIsNamedWithItsVariableAndWhatToWrite() {
    sd.nn().logSoftmax("y", w, 0);
    var op = GraphPaths.producer(sd, "y");
    assertThatThrownBy(() -> GraphClone.of(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'y'", "'" + op.getName() + "'", "log_softmax")
        .hasMessageContaining("Fix: ")
        .hasMessageContaining("logarithm of softmax");
  }
}

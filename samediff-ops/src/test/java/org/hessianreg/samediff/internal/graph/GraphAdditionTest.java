package org.hessianreg.samediff.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.factory.Nd4j;

/** What is appended to {@code total = Σ tanh(w)} and taken out again. */
class GraphAdditionTest {

  private static final String RESULT = "added/0/result";

  private final SameDiff sd = SameDiff.create();
  private final SDVariable w = sd.var("w", Nd4j.createFromArray(0.5, -1.0));
  private final SDVariable activation = sd.math().tanh("activation", w);
  private final SDVariable total = activation.sum("total");
  private final Set<String> before = GraphState.of(sd);
  private final GraphAddition addition = GraphAddition.begin(sd, "added");

  /** Reads a parameter and an activation of the graph, and has a constant. */
  private SDVariable append() {
    try (NameScope scope = addition.scope()) {
      return w.mul(activation).sum().add("result", sd.constant("offset", Nd4j.scalar(3.0)));
    }
  }

  private double value(String variable) {
    return sd.output(Map.of(), variable).get(variable).getDouble(0);
  }

  private static double expected() {
    return 0.5 * Math.tanh(0.5) + Math.tanh(1.0) + 3.0;
  }

  @Test
  void detachLeavesTheGraphAsItWas() {
    append();
    assertThat(GraphState.of(sd)).isNotEqualTo(before);
    addition.commit(List.of(RESULT));
    addition.detach();
    assertThat(GraphState.of(sd)).isEqualTo(before);
    assertThat(value("total")).isEqualTo(Math.tanh(0.5) - Math.tanh(1.0));
  }

  @Test
  void anAdditionThatFailedHalfWayIsTakenOut() {
    append();
    addition.detach();
    assertThat(GraphState.of(sd)).isEqualTo(before);
  }

  @Test
  void attachPutsBackWhatDetachTookOut() {
    append();
    addition.commit(List.of(RESULT));
    Set<String> committed = GraphState.of(sd);
    for (int i = 0; i < 3; i++) {
      addition.detach();
      assertThat(GraphState.of(sd)).isEqualTo(before);
      addition.attach();
      assertThat(GraphState.of(sd)).isEqualTo(committed);
    }
    assertThat(value(RESULT)).isEqualTo(expected());
  }

  @Test
  void attachingOrDetachingTwiceIsAttachingOrDetachingOnce() {
    append();
    addition.commit(List.of(RESULT));
    addition.attach();
    assertThat(sd.getVariables().get("w").getInputsForOp()).doesNotHaveDuplicates();
    addition.detach();
    addition.detach();
    assertThat(GraphState.of(sd)).isEqualTo(before);
  }

  @Test
  void namesAreFreeAgainWhereItIsDetached() {
    append();
    addition.commit(List.of(RESULT));
    addition.detach();
    GraphAddition other = GraphAddition.begin(sd, "added");
    try (NameScope scope = other.scope()) {
      w.sum("result");
    }
    other.commit(List.of(RESULT));
    assertThat(value(RESULT)).isEqualTo(-0.5);
    other.detach();
    assertThat(GraphState.of(sd)).isEqualTo(before);
  }

  @Test
  void whatTheUserAppendsWhileItIsDetachedStays() {
    append();
    addition.commit(List.of(RESULT));
    addition.detach();
    w.sum("own");
    addition.attach();
    assertThat(value("own")).isEqualTo(-0.5);
    assertThat(value(RESULT)).isEqualTo(expected());
    addition.detach();
    assertThat(value("own")).isEqualTo(-0.5);
  }

  @Test
  void commitDropsWhatNoResultNeeds() {
    append();
    Set<String> onlyThat = GraphState.of(sd);
    SDVariable unneeded = activation.mul("unneeded", sd.constant("two", Nd4j.scalar(2.0)));
    sd.math().exp("unneeded, too", unneeded);
    addition.commit(List.of(RESULT));
    assertThat(GraphState.of(sd)).isEqualTo(onlyThat);
    addition.detach();
    assertThat(GraphState.of(sd)).isEqualTo(before);
  }

  @Test
  void commitKeepsAllOutputsOfAnOpOfWhichOneIsNeeded() {
    SDVariable[] parts = sd.split(new String[] {"left", "right"}, w, 2, 0);
    parts[0].add("left + 1", 1.0);
    addition.commit(List.of("left + 1"));
    assertThat(sd.hasVariable("right")).isTrue();
    assertThat(value("left + 1")).isEqualTo(1.5);
  }

  @Test
  void commitKeepsCopies() {
    SDVariable copy = sd.math().tanh("copy", w);
    addition.copies(activation, copy);
    append();
    addition.commit(List.of(RESULT));
    assertThat(sd.hasVariable("copy")).isTrue();
    assertThat(addition.copies()).containsExactly(Map.entry("activation", "copy"));
  }

  @Test
  void itOwnsWhatWasAppended() {
    SDVariable result = append();
    assertThat(addition.owns(result)).isTrue();
    assertThat(addition.owns(GraphPaths.producer(sd, RESULT))).isTrue();
    assertThat(addition.owns(total)).isFalse();
    assertThat(addition.owns(w)).isFalse();
    assertThat(addition.owns(GraphPaths.producer(sd, "total"))).isFalse();
  }

  @Test
  void everyScopeIsAnother() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      try (NameScope scope = addition.scope()) {
        names.add(w.neg().name());
      }
    }
    assertThat(names).hasSize(3).allMatch(name -> name.startsWith("added/"));
  }

  @Test
  void originIsTheOpInWhoseScopeAnOpWasAppended() {
    SameDiffOp tanh = GraphPaths.producer(sd, "activation");
    String derived;
    String free;
    try (NameScope scope = addition.scope(tanh)) {
      derived = w.neg().name();
    }
    try (NameScope scope = addition.scope()) {
      free = w.neg().name();
    }
    assertThat(addition.origin(GraphPaths.producer(sd, derived))).containsSame(tanh);
    assertThat(addition.origin(GraphPaths.producer(sd, free))).isEmpty();
  }

  @Test
  void shapesThatAreExpectedAreNotedInOrder() {
    SDVariable result = append();
    addition.expectSameShape(result, "w", GraphPaths.producer(sd, "activation"));
    addition.expectSameShape(result, "activation", GraphPaths.producer(sd, "total"));
    assertThat(addition.sameShapes())
        .extracting(SameShape::variable)
        .containsExactly("w", "activation");
    assertThat(addition.sameShapes()).extracting(SameShape::gradient).containsOnly(RESULT);
    assertThat(addition.sameShapes().get(0).op()).isEqualTo("op 'tanh' (tanh)");
  }

  @Test
  void anOpOfTheGraphWaits() {
    append();
    String sum = GraphPaths.producer(sd, "total").getName();
    addition.commit(List.of(RESULT));
    addition.waitFor(sum, List.of(RESULT));
    assertThat(sd.getOps().get(sum).getControlDeps()).containsExactly(RESULT);
    assertThat(sd.getVariables().get(RESULT).getControlDepsForOp()).containsExactly(sum);
    addition.detach();
    assertThat(GraphState.of(sd)).isEqualTo(before);
    addition.attach();
    assertThat(sd.getOps().get(sum).getControlDeps()).containsExactly(RESULT);
  }

  @Test
  void anAppendedOpWaitsForAVariableOfTheGraph() {
    append();
    String op = GraphPaths.producer(sd, RESULT).getName();
    addition.commit(List.of(RESULT));
    addition.waitFor(op, List.of("total"));
    assertThat(sd.getVariables().get("total").getControlDepsForOp()).containsExactly(op);
    addition.detach();
    assertThat(GraphState.of(sd)).isEqualTo(before);
    addition.attach();
    assertThat(sd.getVariables().get("total").getControlDepsForOp()).containsExactly(op);
    assertThat(value(RESULT)).isEqualTo(expected());
  }

  @Test
  void waitsAddUp() {
    append();
    SDVariable other = w.neg("other");
    String sum = GraphPaths.producer(sd, "total").getName();
    addition.waitFor(sum, List.of(RESULT));
    addition.waitFor(sum, List.of(RESULT, other.name()));
    assertThat(sd.getOps().get(sum).getControlDeps()).containsExactly(RESULT, "other");
    addition.detach();
    assertThat(GraphState.of(sd)).isEqualTo(before);
  }
}

package org.hessianreg.samediff.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Paths in {@code loss = Σ mask(a)·(tanh(a) + exp(tanh(a))·b)}, beside which stands another sum.
 */
class GraphPathsTest {

  private final SameDiff sd = SameDiff.create();
  private final SDVariable a = sd.var("a", Nd4j.createFromArray(0.5, -1.0));

  @BeforeEach
  void build() {
    SDVariable b = sd.var("b", Nd4j.createFromArray(2.0, 3.0));
    SDVariable tanh = sd.math().tanh("tanh", a);
    SDVariable product = sd.math().exp("exp", tanh).mul("product", b);
    SDVariable both = tanh.add("both", product);
    SDVariable positive = sd.gt("positive", a, sd.constant("zero", Nd4j.scalar(0.0)));
    both.mul("masked", positive.castTo("mask", DataType.DOUBLE)).sum("loss");
    sd.math().square("square", b).sum("beside");
  }

  private List<String> outputs(List<SameDiffOp> ops) {
    return ops.stream().map(op -> op.getOutputsOfOp().get(0)).collect(Collectors.toList());
  }

  private void assertOrdered(List<SameDiffOp> ops) {
    Set<String> later = new HashSet<>(outputs(ops));
    for (SameDiffOp op : ops) {
      assertThat(GraphPaths.inputs(op)).as(op.getName()).doesNotContainAnyElementsOf(later);
      later.removeAll(op.getOutputsOfOp());
    }
  }

  @Test
  void ancestorsAreWhatIsComputedForAVariableEachOnceInOrder() {
    List<SameDiffOp> ops = GraphPaths.ancestors(sd, List.of("loss"));
    assertThat(outputs(ops))
        .containsExactlyInAnyOrder(
            "tanh", "exp", "product", "both", "positive", "mask", "masked", "loss");
    assertOrdered(ops);
  }

  @Test
  void ancestorsOfSeveralVariablesAreEachOnce() {
    List<SameDiffOp> ops = GraphPaths.ancestors(sd, List.of("product", "exp", "beside"));
    assertThat(outputs(ops))
        .containsExactlyInAnyOrder("tanh", "exp", "product", "square", "beside");
    assertOrdered(ops);
  }

  @Test
  void nothingIsComputedForWhatIsGiven() {
    assertThat(GraphPaths.ancestors(sd, List.of("a", "zero"))).isEmpty();
  }

  @Test
  void nothingIsComputedForWhatIsKnown() {
    List<SameDiffOp> ops = GraphPaths.ancestors(sd, List.of("both"), Set.of("product"), Map.of());
    assertThat(outputs(ops)).containsExactly("tanh", "both");
  }

  @Test
  void copiesAreComputedInstead() {
    Map<String, String> copies = Map.of("product", "square");
    List<SameDiffOp> ops = GraphPaths.ancestors(sd, List.of("both"), Set.of(), copies);
    assertThat(outputs(ops)).containsExactlyInAnyOrder("tanh", "square", "both");
  }

  @Test
  void betweenIsWhatDependsOnTheOneAndIsNeededForTheOther() {
    List<SameDiffOp> ops = GraphPaths.between(sd, List.of("b"), List.of("loss"));
    assertThat(outputs(ops)).containsExactly("product", "both", "masked", "loss");
  }

  @Test
  void anOpWithoutFloatingPointOutputEndsAPath() {
    List<SameDiffOp> ops = GraphPaths.between(sd, List.of("a"), List.of("loss"));
    assertThat(outputs(ops))
        .containsExactlyInAnyOrder("tanh", "exp", "product", "both", "masked", "loss");
    assertOrdered(ops);
    assertThat(GraphPaths.between(sd, List.of("a"), List.of("mask"))).isEmpty();
  }

  @Test
  void betweenWhatIsNotConnectedIsNothing() {
    assertThat(GraphPaths.between(sd, List.of("a"), List.of("beside"))).isEmpty();
  }

  @Test
  void producerIsTheOpThatComputesAVariable() {
    assertThat(GraphPaths.producer(sd, "exp").getOp().opName()).isEqualTo("exp");
    assertThat(GraphPaths.producer(sd, "a")).isNull();
    assertThat(GraphPaths.producer(sd, "no such variable")).isNull();
  }

  @Test
  void inputsAreInOrderAndNoneIfThereAreNone() {
    assertThat(GraphPaths.inputs(GraphPaths.producer(sd, "product"))).containsExactly("exp", "b");
    SDVariable drawn = sd.random().normal(0, 1, DataType.DOUBLE, 2);
    assertThat(GraphPaths.inputs(GraphPaths.producer(sd, drawn.name()))).isEmpty();
  }

  @Test
  void outputsAreInOrder() {
    SDVariable[] parts = sd.split(new String[] {"left", "right"}, a, 2, 0);
    assertThat(GraphPaths.outputs(sd, GraphPaths.producer(sd, "right"))).containsExactly(parts);
  }

  @Test
  void anOpIsDescribedByItsNameAndKind() {
    SameDiffOp op = GraphPaths.producer(sd, "exp");
    assertThat(GraphPaths.describe(op)).isEqualTo("op '" + op.getName() + "' (exp)");
  }

  @Test
  void equalGraphsAreNotTheSame() {
    assertThat(GraphPaths.isSame(sd, sd)).isTrue();
    assertThat(GraphPaths.isSame(SameDiff.create(), SameDiff.create())).isFalse();
    assertThat(GraphPaths.isSame(sd, null)).isFalse();
  }
}

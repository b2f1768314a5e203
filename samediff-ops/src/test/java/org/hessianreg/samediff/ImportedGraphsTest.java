package org.hessianreg.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.BatchNorm;
import org.nd4j.linalg.api.ops.impl.transforms.custom.FakeQuantWithMinMaxArgs;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.factory.Nd4j;

/** What {@link ImportedGraphs} makes of whole graphs, what it leaves alone, and what it refuses. */
class ImportedGraphsTest {

  private static final INDArray X = Nd4j.createFromArray(new double[][] {{0.2, -0.7}, {1.1, 0.4}});

  /** A perceptron as an importer leaves it: parameters are constants behind identity. */
  private static SameDiff perceptron() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, 1, 2);
    SDVariable w = sd.constant("w", Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}}));
    SDVariable b = sd.constant("b", Nd4j.createFromArray(0.1, 0.2, 0.3));
    SDVariable epsilon = sd.constant("epsilon", Nd4j.scalar(0.01));
    SDVariable h = x.mmul(sd.identity("w/read", w)).add("h", sd.identity("b/read", b));
    sd.math().tanh("y", h.add(epsilon));
    sd.math().exp("dangling", h.mul(w.sum()));
    return sd;
  }

  private static Set<String> parameters(SameDiff sd) {
    return sd.variables().stream()
        .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
        .map(SDVariable::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Tag("slow")
  @Test
  void constantsWithDimensionsBecomeParameters() {
    SameDiff sd = ImportedGraphs.of(perceptron()).outputs("y").prepare().graph();
    assertThat(parameters(sd)).containsExactly("b", "w");
    assertThat(sd.getVariable("epsilon").isConstant()).isTrue();
  }

  @Tag("slow")
  @Test
  void theUserChoosesParameters() {
    PreparedGraph prepared =
        ImportedGraphs.of(perceptron()).outputs("y").parameters("w"::equals).prepare();
    assertThat(parameters(prepared.graph())).containsExactly("w");
    assertThat(prepared.changes()).contains("'w' is a parameter");
  }

  @Tag("slow")
  @Test
  void statisticsOfBatchNormalisationsStayConstants() {
    SameDiff imported = SameDiff.create();
    BatchNorm op = new BatchNorm();
    op.addIArgument(1, 1, 1);
    op.addTArgument(0.01);
    OpReapplication.append(
        imported,
        op,
        imported.placeHolder("x", DataType.DOUBLE, 1, 2),
        imported.identity(imported.constant("mean", Nd4j.createFromArray(0.1, 0.2))),
        imported.constant("variance", Nd4j.createFromArray(1.0, 2.0)),
        imported.constant("gamma", Nd4j.createFromArray(1.0, 0.5)),
        imported.constant("beta", Nd4j.createFromArray(0.3, 0.4)))[0]
        .rename("y");
    assertThat(parameters(ImportedGraphs.prepare(imported).graph()))
        .containsExactly("beta", "gamma");
  }

  @Tag("slow")
  @Test
  void whatNothingReadsIsAnOutput() {
    SameDiff sd = ImportedGraphs.prepare(perceptron()).graph();
    assertThat(sd.getVariables().keySet()).contains("y", "dangling");
  }

  @Tag("slow")
  @Test
  void danglingOpsAreLeftOut() {
    PreparedGraph prepared = ImportedGraphs.of(perceptron()).outputs("y").prepare();
    assertThat(prepared.graph().getVariables().keySet())
        .contains("x", "y", "h")
        .doesNotContain("dangling", "w/read");
    assertThat(prepared.changes())
        .contains("'dangling' (exp) is left out, for no output needs it")
        .contains("'w/read' (identity) is left out, for it changes nothing");
    assertThat(prepared.remaining()).isEmpty();
  }

  @Tag("slow")
  @Test
  void theBatchIsOpen() {
    SameDiff sd = ImportedGraphs.of(perceptron()).outputs("y").prepare().graph();
    assertThat(sd.getVariable("x").placeholderShape()).containsExactly(-1, 2);
    INDArray expected = perceptron().output(Map.of("x", X), "y").get("y");
    assertThat(sd.output(Map.of("x", X), "y").get("y")).isEqualTo(expected);
  }

  @Tag("slow")
  @Test
  void theImportedGraphStaysAsItWas() {
    SameDiff imported = perceptron();
    List<String> ops = List.copyOf(imported.getOps().keySet());
    List<String> variables = List.copyOf(imported.getVariables().keySet());
    SameDiff sd = ImportedGraphs.of(imported).outputs("y").prepare().graph();
    sd.getVariable("w").getArr().assign(0);
    assertThat(imported.getOps().keySet()).containsExactlyElementsOf(ops);
    assertThat(imported.getVariables().keySet()).containsExactlyElementsOf(variables);
    assertThat(parameters(imported)).isEmpty();
    assertThat(imported.output(Map.of("x", X), "y").get("y"))
        .isEqualTo(perceptron().output(Map.of("x", X), "y").get("y"));
  }

  @Tag("slow")
  @Test
  void anExampleStandsInForShapesThatAreNotKnown() {
    SameDiff imported = SameDiff.create();
    SDVariable x = imported.placeHolder("x", DataType.DOUBLE, -1, -1);
    SDVariable w = imported.constant("w", Nd4j.createFromArray(new double[][] {{1, 2}, {4, 5}}));
    x.mmul(w).rename("y");
    imported.placeHolder("unused", DataType.DOUBLE, -1);
    assertThat(ImportedGraphs.of(imported).example(Map.of("x", X)).prepare().remaining()).isEmpty();
  }

  @Tag("slow")
  @Test
  void aGraphThatCannotBeExecutedIsPreparedAndReported() {
    SameDiff imported = SameDiff.create();
    SDVariable x = imported.placeHolder("x", DataType.DOUBLE, 1, 3);
    x.mmul(imported.constant("w", Nd4j.createFromArray(new double[][] {{1, 2}, {4, 5}})))
        .rename("y");
    assertThat(ImportedGraphs.prepare(imported).remaining())
        .anySatisfy(line -> assertThat(line).contains("could not be executed", "example"));
  }

  @Tag("slow")
  @Test
  void theReportNamesWhatRemains() {
    SameDiff imported = perceptron();
    SDVariable y = imported.getVariable("y");
    new FakeQuantWithMinMaxArgs(imported, y, -1f, 1f, false, 8)
        .outputVariable()
        .rename("quantised");
    PreparedGraph prepared = ImportedGraphs.of(imported).outputs("quantised").prepare();
    assertThat(prepared.remaining())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("'quantised'", "no rule", "stopGradient"));
    assertThat(prepared.toString()).contains("Changed:", "Remaining:", "'quantised'");
  }

  @Tag("slow")
  @Test
  void anUnknownOutputIsRefused() {
    assertThatThrownBy(() -> ImportedGraphs.of(perceptron()).outputs("logits"))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'logits'", "[y, dangling]");
  }

  @Tag("slow")
  @Test
  void aGraphWithoutOutputsIsRefused() {
    SameDiff imported = SameDiff.create();
    imported.math().exp(imported.placeHolder("x", DataType.DOUBLE, 1, 2));
    assertThatThrownBy(() -> ImportedGraphs.prepare(imported))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("outputs(...)");
  }

  @Tag("slow")
  @Test
  void aGraphWithoutParametersIsRefused() {
    assertThatThrownBy(
            () -> ImportedGraphs.of(perceptron()).outputs("y").parameters(n -> false).prepare())
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("no trainable");
  }

  @Tag("slow")
  @Test
  void controlFlowIsRefused() {
    SameDiff imported = perceptron();
    SDVariable[] parts = imported.switchOp(imported.getVariable("y"), imported.constant(true));
    parts[1].mul(2.0).rename("z");
    assertThatThrownBy(() -> ImportedGraphs.of(imported).outputs("z").prepare())
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("control flow", "switch", "unroll");
  }

  @Tag("slow")
  @Test
  void anOpThatSameDiffCannotCopyIsRefused() {
    SameDiff imported = perceptron();
    new Mish(imported, imported.getVariable("y"), false).outputVariable().rename("z");
    assertThatThrownBy(() -> ImportedGraphs.of(imported).outputs("z").prepare())
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'z'", "mish", "Fix:");
  }
}

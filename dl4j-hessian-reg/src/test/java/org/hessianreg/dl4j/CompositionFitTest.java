package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.hessianreg.samediff.internal.graph.GraphState;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What {@code fit} applies where the copies of a graph are written with other ops, against
 * differences of the loss that ND4J computes with the graph's own.
 */
class CompositionFitTest {

  @TempDir Path folder;

  static List<OneOpGraph> graphs() {
    return CompositionCases.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void theCopyComputesTheSame(OneOpGraph graph) {
    SameDiff sd = graph.build();
    SameDiff copy = Compositions.of(sd, List.of("loss")).copy();
    assertThat(Compositions.of(copy, List.of("loss")).areNone()).isTrue();
    String[] names =
        sd.variables().stream()
            .filter(v -> v.getVariableType() == VariableType.ARRAY && v.dataType().isFPType())
            .map(SDVariable::name)
            .toArray(String[]::new);
    Map<String, INDArray> expected = sd.output(graph.placeholders(), names);
    Map<String, INDArray> computed = copy.output(graph.placeholders(), names);
    for (String name : names) {
      assertThat(computed.get(name).shape()).as(name).isEqualTo(expected.get(name).shape());
      double[] values = expected.get(name).dup('c').reshape(-1).toDoubleVector();
      assertThat(computed.get(name).dup('c').reshape(-1).toDoubleVector())
          .as(name)
          .containsExactly(
              values, within(1e-12 * (1 + expected.get(name).amaxNumber().doubleValue())));
    }
  }

  /** The ops of a graph that are written with others. */
  private static Set<String> composed(SameDiff sd) {
    Compositions compositions = Compositions.of(sd, List.of("loss"));
    Set<String> kinds = new LinkedHashSet<>();
    for (SameDiffOp op : sd.getOps().values()) {
      if (compositions.contain(op)) {
        kinds.add(op.getOp().opName());
      }
    }
    assertThat(kinds).isNotEmpty();
    return kinds;
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void thePenalisedStepIsRight(OneOpGraph graph) {
    graph.checkPenalisedStep();
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void theStepWithCoefficientZeroIsRight(OneOpGraph graph) {
    SameDiff sd =
        OneOpGraph.configured(
            graph.build(), HessianTraceRegularization.builder().coefficient(0.0).build());
    List<String> warnings = HessianTrace.enable(sd).warnings();
    assertThat(warnings)
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).contains("SameDiff", "Every step is right"));
    graph.fit(sd);
    double slope = graph.plainSlope();
    assertThat(graph.applied(sd)).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void aLoadedGraphTrainsTheSame(OneOpGraph graph) throws IOException {
    Assumptions.assumeFalse(graph.toString().startsWith("fmod"), "SameDiff cannot save it");
    Assumptions.assumeFalse(
        graph.toString().startsWith("replaceWhere"), "SameDiff saves it without its condition");
    Assumptions.assumeFalse(
        graph.toString().startsWith("resizeBiLinear"), "SameDiff cannot load it");
    SameDiff sd = OneOpGraph.configured(graph.build());
    File file = folder.resolve("graph.fb").toFile();
    sd.save(file, false);
    SameDiff loaded = SameDiff.load(file, false);
    SameDiff whole = graph.penalised();
    HessianTrace.enable(whole);
    graph.fit(whole);
    OneOpGraph.configured(loaded, graph.option());
    HessianTrace.enable(loaded);
    graph.fit(loaded);
    assertThat(graph.applied(loaded)).isEqualTo(graph.applied(whole));
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void theGraphStaysAsItIs(OneOpGraph graph) {
    SameDiff sd = graph.penalised();
    var before = GraphState.of(sd);
    HessianTrace.enable(sd);
    graph.fit(sd);
    assertThat(GraphState.of(sd)).isEqualTo(before);
    HessianTrace.disable(sd);
    assertThat(GraphState.of(sd)).isEqualTo(before);
    assertThat(sd.getFunction("grad")).isNull();
  }

  @Test
  void everyCompositionHasACase() {
    Set<String> covered =
        new LinkedHashSet<>(
            Set.of("dropout", "dropout_inverted", "fused_batch_norm", "resize_bicubic"));
    graphs().forEach(graph -> covered.addAll(composed(graph.build())));
    assertThat(covered).containsAll(Compositions.names());
  }
}

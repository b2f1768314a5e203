package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.hessianreg.samediff.internal.graph.UnusableGradients;
import org.hessianreg.samediff.internal.recurrence.Expansion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.imports.descriptors.onnx.OnnxDescriptorParser;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.transforms.custom.FakeQuantWithMinMaxVars;
import org.nd4j.linalg.factory.Nd4j;

/** Every op that SameDiff can differentiate has a rule, or a reason to have none. */
class OpInventoryTest {

  private static OpInventory inventory;
  private static Map<String, List<DifferentialFunction>> ops;

  @BeforeAll
  static void readTheLibrary()
      throws IOException, URISyntaxException, ReflectiveOperationException {
    inventory = new OpInventory();
    ops = inventory.differentiable();
  }

  /** A new version of ND4J may add ops; fewer would mean that the walk overlooks some. */
  @Test
  void theWholeLibraryIsRead() {
    assertThat(inventory.classes()).hasSizeGreaterThanOrEqualTo(633);
    assertThat(ops).hasSizeGreaterThanOrEqualTo(320);
  }

  @Test
  void everyOpHasARuleOrAReason() {
    Set<String> rest = new TreeSet<>(ops.keySet());
    int ruled = take(rest, supported());
    int composed = take(rest, Compositions.names());
    int reasoned = take(rest, OpsWithoutRule.withReason());
    System.out.printf(
        "Of %d ops that SameDiff can differentiate %d have a rule, %d are written with others, and"
            + " %d have a reason.%n",
        ops.size(), ruled, composed, reasoned);
    assertThat(rest).isEmpty();
  }

  private static int take(Set<String> from, Set<String> names) {
    int before = from.size();
    from.removeAll(names);
    return before - from.size();
  }

  /** Straight-through gradients, as other frameworks have them, are written with stopGradient. */
  @Test
  void quantisationHasNoGradient() {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.createFromArray(0.3f, -0.2f));
    SDVariable least = sd.var("least", Nd4j.scalar(-1f));
    SDVariable most = sd.var("most", Nd4j.scalar(1f));
    new FakeQuantWithMinMaxVars(sd, w, least, most, false, 8).outputVariable().sum("loss");
    sd.setLossVariables("loss");
    assertThat(OpsWithoutRule.NO_GRADIENT).containsExactly("fake_quant_with_min_max_vars");
    assertThat(sd.calculateGradients(Map.of(), "w", "least", "most").values())
        .allSatisfy(gradient -> assertThat(gradient.norm1Number().doubleValue()).isZero());
  }

  /** Difference quotients need a right gradient; what has none is never differentiated so. */
  @Test
  void noWrongGradientIsUsedForDifferences() {
    Set<String> wrong = new TreeSet<>(OpsWithoutRule.defective());
    wrong.addAll(OpsWithoutRule.COMPUTED_WRONGLY);
    wrong.addAll(OpsWithoutRule.KILL_THE_PROCESS);
    wrong.removeAll(supported());
    assertThat(wrong).allMatch(UnusableGradients::contain);
  }

  @Test
  void noOpHasBothARuleAndAReason() {
    assertThat(OpsWithoutRule.withReason()).doesNotContainAnyElementsOf(supported());
    assertThat(ops.keySet()).containsAll(OpsWithoutRule.withReason());
  }

  static Set<String> integers() {
    return new TreeSet<>(OpsWithoutRule.NO_NUMBERS_OUT);
  }

  @ParameterizedTest
  @MethodSource("integers")
  void onlyIntegersOrBooleansComeOut(String name) {
    for (DifferentialFunction op : ops.get(name)) {
      if (!isPredicate(op)) {
        assertThat(outputTypes(op)).isNotEmpty().noneMatch(DataType::isFPType);
      }
    }
  }

  private static boolean isPredicate(DifferentialFunction op) {
    return op instanceof Op && op.opType().name().endsWith("_BOOL");
  }

  /** The types of the outputs for any number of inputs of any type that the op takes. */
  private static List<DataType> outputTypes(DifferentialFunction op) {
    List<DataType> types = new ArrayList<>();
    for (int inputs = 0; inputs < 6; inputs++) {
      for (DataType type : List.of(DataType.DOUBLE, DataType.INT32, DataType.BOOL)) {
        try {
          types.addAll(op.calculateOutputDataTypes(Collections.nCopies(inputs, type)));
        } catch (RuntimeException e) {
          // It takes another number of inputs, or others.
        }
      }
    }
    if (types.isEmpty()) {
      SameDiff sd = SameDiff.create();
      types.add(OpTrial.append(sd, op, sd.var("w", Nd4j.scalar(1.0))).dataType());
    }
    return types;
  }

  static List<RuleCase.Body> made() {
    return List.of(
        (sd, in) -> sd.create(sd.constant(1).reshape(1), DataType.DOUBLE, "c", true),
        (sd, in) -> sd.math().eye(3),
        (sd, in) -> sd.oneHot(sd.constant(1), 3),
        (sd, in) -> sd.invertPermutation(sd.constant(Nd4j.createFromArray(1, 0))),
        (sd, in) -> sd.sequenceMask(sd.constant(Nd4j.createFromArray(1, 2)), 3, DataType.DOUBLE));
  }

  @Test
  void onlyIntegersGoIn() {
    Set<String> names = new TreeSet<>();
    for (RuleCase.Body body : made()) {
      SameDiff sd = SameDiff.create();
      body.of(sd);
      for (DifferentialFunction op : sd.ops()) {
        assertThat(op.args()).noneMatch(input -> input.dataType().isFPType());
        names.add(op.opName());
      }
    }
    assertThat(names).containsAll(OpsWithoutRule.NO_NUMBERS_IN);
  }

  @Test
  void randomOpsAre() {
    for (String name : OpsWithoutRule.RANDOM) {
      assertThat(ops.get(name))
          .allMatch(op -> op.getClass().getName().startsWith("org.nd4j.linalg.api.ops.random."));
    }
  }

  @Test
  void backwardOpsAre() {
    assertThat(OpsWithoutRule.BACKWARD)
        .allMatch(n -> n.endsWith("derivative") || n.endsWith("_bp"));
  }

  @Test
  void nothingMakesTheOthers() throws Exception {
    Set<String> descriptors = OnnxDescriptorParser.onnxOpDescriptors().keySet();
    for (String name : OpsWithoutRule.NOT_MADE) {
      for (DifferentialFunction op : ops.get(name)) {
        assertThat(inventory.isMadeByPublicMethod(op.getClass())).as(name).isFalse();
        assertThat(ImportClassMapping.getTFOpMappingFunctions().values())
            .as(name)
            .noneMatch(imported -> imported.getClass() == op.getClass());
        assertThat(ImportClassMapping.getOnnxOpMappingFunctions().entrySet())
            .as(name)
            .noneMatch(
                entry ->
                    entry.getValue().getClass() == op.getClass()
                        && descriptors.contains(entry.getKey()));
      }
    }
  }

  static List<OpTrial> defective() {
    return DefectiveOps.all();
  }

  @ParameterizedTest
  @MethodSource("defective")
  void sameDiffAloneFails(OpTrial trial) {
    assertThat(trial.isRight()).isFalse();
  }

  /** A trial can tell a right op. */
  @Test
  void sameDiffAloneSucceeds() {
    OpTrial right =
        OpTrial.of(
            "multiply",
            (sd, in) -> sd.math().tanh(in[0]).mul(in[1]),
            new long[] {2, 3},
            new long[] {1, 3});
    assertThat(right.isRight()).isTrue();
  }

  /** Ops with a rule, and those that are written as recurrences of such. */
  private static Set<String> supported() {
    Set<String> supported = new TreeSet<>(TaylorRules.names());
    supported.addAll(Expansion.names());
    return supported;
  }

  /** The guide names every op that has a rule, and none besides. */
  @Test
  void theGuideNamesTheOpsWithRules() throws IOException {
    String guide = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
    String listed = guide.replaceAll("(?s).*<!-- ops with rules -->(.*)<!-- end -->.*", "$1");
    assertThat(listed.trim().replaceAll("\\s+", " ")).isEqualTo(String.join(", ", supported()));
  }
}

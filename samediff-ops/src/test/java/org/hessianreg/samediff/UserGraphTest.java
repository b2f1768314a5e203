package org.hessianreg.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** {@link HessianOps} in graphs that the user trains, saves and loads by plain SameDiff. */
class UserGraphTest {

  private final Oracle oracle = Oracle.load("mlp_tanh_ce");
  private final SameDiff sd = OracleNetworks.build(oracle, DataType.DOUBLE, true);
  private final HessianOps ops = new HessianOps(sd);
  private final SDVariable loss = sd.getVariable("loss");

  private static HutchinsonConfig.Builder config() {
    return HutchinsonConfig.builder().probes(4);
  }

  static List<HutchinsonConfig> estimators() {
    return List.of(
        config().build(),
        config().distribution(ProbeDistribution.GAUSSIAN).build(),
        config().dropout(ParameterDropout.perElement(0.5)).build(),
        config().dropout(ParameterDropout.perTensor(0.5)).build(),
        config().dropout(ParameterDropout.blocks(4, 4)).build(),
        config().dropout(ParameterDropout.blocks(4, 1)).build());
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("estimators")
  void theMeanOfTheTraceIsTheExactTrace(HutchinsonConfig config) {
    ops.trace("trace", loss, config);
    Nd4j.getRandom().setSeed(1);
    DescriptiveStatistics draws = new DescriptiveStatistics();
    Map<String, INDArray> inputs = oracle.arrays("inputs", DataType.DOUBLE);
    for (int i = 0; i < 500; i++) {
      draws.addValue(sd.output(inputs, "trace").get("trace").getDouble(0));
    }
    double standardError = draws.getStandardDeviation() / Math.sqrt((double) draws.getN());
    assertThat(draws.getMean()).isCloseTo(oracle.number("hessianTrace"), within(4 * standardError));
    assertThat(standardError).isPositive();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("estimators")
  void trainsSavesLoadsAndTrainsOn(HutchinsonConfig config, @TempDir Path directory)
      throws Exception {
    penalise(config);
    Nd4j.getRandom().setSeed(1);
    fit(sd, 3);
    File file = directory.resolve("graph.fb").toFile();
    sd.save(file, true);
    SameDiff loaded = SameDiff.load(file, true);
    Nd4j.getRandom().setSeed(2);
    fit(loaded, 3);
    Nd4j.getRandom().setSeed(2);
    fit(sd, 3);
    for (String parameter : List.of("w1", "b1", "w2", "b2")) {
      assertThat(loaded.getVariable(parameter).getArr())
          .isEqualTo(sd.getVariable(parameter).getArr());
    }
  }

  private void penalise(HutchinsonConfig config) {
    SDVariable trace = ops.trace("trace", loss, config);
    loss.add("penalised", trace.mul(0.1));
    sd.setLossVariables("penalised");
    sd.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Sgd(0.1))
            .dataSetFeatureMapping("x")
            .dataSetLabelMapping("y")
            .build());
  }

  private void fit(SameDiff graph, int steps) {
    Map<String, INDArray> inputs = oracle.arrays("inputs", DataType.DOUBLE);
    for (int i = 0; i < steps; i++) {
      graph.fit(new DataSet(inputs.get("x"), inputs.get("y")));
    }
  }

  @Tag("slow")
  @Test
  void theTraceThatIsTrainedOnFalls() {
    penalise(config().probes(8).build());
    Map<String, INDArray> inputs = oracle.arrays("inputs", DataType.DOUBLE);
    Nd4j.getRandom().setSeed(1);
    double before = meanTrace(inputs);
    fit(sd, 60);
    assertThat(meanTrace(inputs)).isLessThan(before);
  }

  private double meanTrace(Map<String, INDArray> inputs) {
    double sum = 0;
    for (int i = 0; i < 50; i++) {
      sum += sd.output(inputs, "trace").get("trace").getDouble(0) / 50;
    }
    return sum;
  }

  @Test
  void onlyWhatTheResultNeedsIsAppended() {
    ops.gradientDot("gv", loss, Map.of("w2", constant("v", 7, 3)));
    int first = sd.getOps().size();
    SameDiff other = OracleNetworks.build(oracle, DataType.DOUBLE, true);
    SDVariable v = other.constant("v", Nd4j.ones(DataType.DOUBLE, 7, 3));
    new HessianOps(other).quadraticForm("vhv", other.getVariable("loss"), Map.of("w2", v));
    assertThat(other.getOps().size()).isGreaterThan(first);
    long unread =
        sd.getVariables().values().stream()
            .filter(x -> x.getOutputOfOp() != null)
            .filter(x -> x.getInputsForOp() == null || x.getInputsForOp().isEmpty())
            .count();
    assertThat(unread).as("the loss and the result").isEqualTo(2);
  }

  @Test
  void aLossThatIsLinearAlongTheDirectionHasNoCurvature() {
    SDVariable total = sd.getVariable("w2").sum("total");
    SDVariable vhv = ops.quadraticForm("vhv", total, Map.of("w2", constant("v", 7, 3)));
    assertThat(vhv.eval().getDouble(0)).isZero();
  }

  private SDVariable constant(String name, long... shape) {
    return sd.constant(name, Nd4j.ones(DataType.DOUBLE, shape));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refused(t -> t.ops.gradientDot("loss", t.loss, Map.of()), "'loss'", "taken"),
        refused(t -> t.ops.gradientDot("gv", t.loss, Map.of()), "direction is empty"),
        refused(
            t -> t.ops.gradientDot("gv", t.loss, Map.of("q", t.constant("v", 7, 3))), "'q'", "w1"),
        refused(
            t -> t.ops.gradientDot("gv", t.loss, Map.of("x", t.constant("v", 7, 3))),
            "'x'",
            "PLACEHOLDER"),
        refused(
            t -> t.ops.quadraticForm("vhv", t.loss, Map.of("w2", t.constant("v", 3, 7))),
            "w2",
            "[3, 7]",
            "[7, 3]"),
        refused(
            t ->
                t.ops.quadraticForm(
                    "vhv",
                    t.loss,
                    Map.of("w2", t.sd.constant("v", Nd4j.ones(DataType.FLOAT, 7, 3)))),
            "w2",
            "FLOAT",
            "DOUBLE"),
        refused(
            t -> t.ops.trace("tr", t.sd.getVariable("w1").mul(2.0), config().build()),
            "not a scalar"),
        refused(
            t -> t.ops.trace("tr", t.sd.getVariable("x").sum(), config().build()),
            "depends on no trainable"),
        refused(t -> t.ops.trace("tr", t.unsupported(), config().build()), "cross", "no rule"),
        refused(
            t -> t.ops.trace("tr", t.loss, config().parameters(name -> false).build()),
            "None of the parameters"),
        refused(
            t -> t.ops.trace("tr", t.loss, config().dropout(ParameterDropout.blocks(5, 1)).build()),
            "5 groups"),
        refused(t -> t.ops.trace("tr", t.loss, config().probes(0).build()), "probes is 0"));
  }

  private static Arguments refused(Consumer<UserGraphTest> call, String... message) {
    return Arguments.of(message[0], call, message);
  }

  private SDVariable unsupported() {
    SDVariable logits = sd.getVariable("w2");
    return sd.linalg().cross(logits, logits).sum();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void badArgumentsAreRefusedAndLeaveTheGraphAsItWas(
      String name, Consumer<UserGraphTest> call, String[] message) {
    assertThatThrownBy(() -> call.accept(this))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message)
        .hasMessageContaining("Fix: ");
    assertThat(sd.getOps().keySet()).noneMatch(op -> op.contains("_terms"));
    assertThat(sd.getVariables().keySet()).noneMatch(v -> v.contains("_terms"));
    Map<String, INDArray> inputs = oracle.arrays("inputs", DataType.DOUBLE);
    assertThat(sd.output(inputs, "loss").get("loss").getDouble(0))
        .isCloseTo(oracle.number("loss"), within(1e-12));
  }
}

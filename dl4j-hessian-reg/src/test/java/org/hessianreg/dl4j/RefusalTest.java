package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.ParameterDropout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** What is refused: by which message, and that nothing has changed afterwards. */
class RefusalTest {

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.01);
  }

  private static Arguments bad(String name, ThrowingCallable call, String... message) {
    return Arguments.of(name, call, List.of(message));
  }

  static Stream<Arguments> badSettings() {
    return Stream.of(
        bad("negative coefficient", () -> option().coefficient(-1), "Coefficient", "-1.0"),
        bad("NaN coefficient", () -> option().coefficient(Double.NaN), "Coefficient", "NaN"),
        bad(
            "infinite coefficient",
            () -> option().coefficient(Double.POSITIVE_INFINITY),
            "Coefficient",
            "Infinity"),
        bad(
            "no coefficient",
            () -> HessianTraceRegularization.builder().build(),
            "coefficient",
            "missing"),
        bad("no probes", () -> option().probes(0), "probes is 0"),
        bad("interval 0", () -> option().interval(0), "Interval is 0"),
        bad("p = 0", () -> ParameterDropout.perElement(0), "probability 0.0", "(0, 1]"),
        bad("p > 1", () -> ParameterDropout.perTensor(1.5), "probability 1.5", "(0, 1]"),
        bad("p NaN", () -> ParameterDropout.perElement(Double.NaN), "probability NaN"),
        bad(
            "more groups drawn than there are",
            () -> ParameterDropout.blocks(2, 3),
            "blocks(2, 3)"),
        bad("no groups", () -> ParameterDropout.blocks(0, 0), "blocks(0, 0)"),
        bad("bound 0", () -> option().gradientBound(0).build(), "gradient is 0.0", "> 0"),
        bad("negative bound", () -> option().gradientBound(-1).build(), "gradient is -1.0"),
        bad("bound NaN", () -> option().gradientBound(Double.NaN).build(), "gradient is NaN"),
        bad(
            "infinite bound",
            () -> option().gradientBound(Double.POSITIVE_INFINITY).build(),
            "gradient is Infinity",
            "leave gradientBound out"),
        bad("bad pattern", () -> option().parameterPattern("w["), "w["),
        bad("empty direction", () -> option().direction(Map.of()), "direction is empty"),
        bad(
            "direction and dropout",
            () ->
                option()
                    .direction(Map.of("w1", Nd4j.ones(5, 7)))
                    .dropout(ParameterDropout.perElement(0.5))
                    .build(),
            "fixed direction"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badSettings")
  void settings(String name, ThrowingCallable call, List<String> message) {
    assertThatThrownBy(call)
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message.toArray(new CharSequence[0]))
        .hasMessageContaining("Fix: ");
  }

  private static Arguments graph(String name, Consumer<SameDiff> change, String... message) {
    return Arguments.of(name, change, option().build(), List.of(message));
  }

  private static Arguments with(String name, HessianTraceRegularization option, String... message) {
    return with(name, sd -> {}, option, message);
  }

  private static Arguments with(
      String name,
      Consumer<SameDiff> change,
      HessianTraceRegularization option,
      String... message) {
    return Arguments.of(name, change, option, List.of(message));
  }

  static Stream<Arguments> badGraphs() {
    INDArray one = Nd4j.ones(DataType.DOUBLE, 5, 7);
    return Stream.of(
        graph(
            "unknown op",
            sd ->
                lossOf(
                    sd, sd.math().logSumExp(sd.tensorMmul(three(sd), three(sd), new int[] {1}, 1))),
            "tensordot",
            "no rule"),
        graph(
            "non-scalar loss",
            sd -> lossOf(sd, sd.getVariable("logits").sub(sd.getVariable("y"))),
            "not a scalar",
            "mean()"),
        graph(
            "loss without parameters",
            sd -> lossOf(sd, sd.getVariable("x").sum()),
            "depends on no trainable"),
        with(
            "unknown parameter", option().direction(Map.of("nobody", one)).build(), "nobody", "w1"),
        with(
            "placeholder as parameter",
            option().direction(Map.of("x", one)).build(),
            "'x'",
            "PLACEHOLDER"),
        with(
            "direction of the wrong shape",
            option().direction(Map.of("w2", one)).build(),
            "w2",
            "[5, 7]",
            "[7, 6]"),
        with(
            "direction of the wrong type",
            option().direction(Map.of("w1", one.castTo(DataType.FLOAT))).build(),
            "w1",
            "FLOAT",
            "DOUBLE"),
        with(
            "direction of a parameter that does not reach the loss",
            sd -> sd.var("idle", Nd4j.ones(DataType.DOUBLE, 5, 7)).mul(2.0),
            option().direction(Map.of("w1", one, "idle", one)).build(),
            "'idle'",
            "no floating-point path",
            "w1"),
        with(
            "direction of a parameter that reaches the loss through integers only",
            sd ->
                lossOf(
                    sd,
                    sd.var("idle", Nd4j.ones(DataType.DOUBLE, 5, 7))
                        .castTo(DataType.INT32)
                        .castTo(DataType.DOUBLE)
                        .sum()
                        .add(sd.getVariable("loss"))),
            option().direction(Map.of("idle", one)).build(),
            "'idle'",
            "no floating-point path"),
        graph(
            "BFLOAT16",
            sd -> lossOf(sd, coarse(sd.getVariable("logits")).sum()),
            "'coarse'",
            "BFLOAT16",
            "castTo(DataType.FLOAT)"),
        with(
            "no parameter selected",
            option().parameterPattern("none").build(),
            "None of the parameters"),
        with(
            "more groups than tensors",
            option().dropout(ParameterDropout.blocks(7, 1)).build(),
            "7 groups",
            "6 parameters"),
        with(
            "model output for the Hessian",
            option().modelOutput("logits").build(),
            "logits",
            "HESSIAN"),
        with(
            "unknown model output",
            option().curvature(Curvature.GAUSS_NEWTON).modelOutput("end").build(),
            "'end'"),
        Arguments.of(
            "weights of an unreduced loss that are trained",
            (Consumer<SameDiff>)
                sd -> {
                  SDVariable weights = sd.var("weights", Nd4j.ones(DataType.DOUBLE, 1, 3));
                  SDVariable y = sd.getVariable("y");
                  SDVariable logits = sd.getVariable("logits");
                  LossReduce none = LossReduce.NONE;
                  lossOf(sd, sd.loss().meanSquaredError(null, y, logits, weights, none).mean());
                },
            option().parameterPattern("w[0-9]").build(),
            List.of("weights", "unreduced")),
        graph(
            "control flow",
            sd -> {
              SDVariable logits = sd.getVariable("logits");
              SDVariable[] branches = sd.switchOp(logits.norm2(), sd.constant(true));
              lossOf(sd, sd.merge(branches[0], branches[1]));
            },
            "switch",
            "control flow",
            "mix them with a mask"),
        graph(
            "ifCond",
            sd ->
                lossOf(
                    sd,
                    sd.ifCond(
                        s -> s.getVariable("logits").sum().gt(0.0),
                        s -> s.getVariable("logits").norm2(),
                        s -> s.getVariable("logits").sum())),
            "control flow",
            "both branches of ifCond",
            "mask"),
        graph(
            "whileLoop",
            sd ->
                lossOf(
                    sd,
                    sd.whileLoop(
                            new SDVariable[] {sd.getVariable("logits").norm2()},
                            (s, in) -> in[0].lt(100.0),
                            (s, in) -> new SDVariable[] {in[0].mul(2.0)})[0]),
            "control flow",
            "body of whileLoop"));
  }

  private static SDVariable coarse(SDVariable x) {
    return x.castTo("coarse", DataType.BFLOAT16).castTo(DataType.DOUBLE);
  }

  private static SDVariable three(SameDiff sd) {
    return sd.getVariable("logits");
  }

  private static void lossOf(SameDiff sd, SDVariable loss) {
    sd.setLossVariables(loss.name());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badGraphs")
  void graphs(
      String name,
      Consumer<SameDiff> change,
      HessianTraceRegularization option,
      List<String> message) {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option));
    change.accept(sd);
    List<String> ops = List.copyOf(sd.getOps().keySet());
    List<String> variables = List.copyOf(sd.getVariables().keySet());
    String config = option.settings().direction().isEmpty() ? sd.getTrainingConfig().toJson() : "";
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message.toArray(new CharSequence[0]))
        .hasMessageContaining("Fix: ");
    assertThat(sd.getOps().keySet()).containsExactlyElementsOf(ops);
    assertThat(sd.getVariables().keySet()).containsExactlyElementsOf(variables);
    assertThat(sd.getListeners()).isEmpty();
    assertThat(option.settings().direction().isEmpty() ? sd.getTrainingConfig().toJson() : "")
        .isEqualTo(config);
  }

  @Test
  void gaussNewtonWithoutALossOpNeedsTheModelsOutput() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    lossOf(sd, sd.math().square(sd.getVariable("logits")).mean());
    sd.setTrainingConfig(
        SmallNetwork.config(new Sgd(0.1), option().curvature(Curvature.GAUSS_NEWTON).build()));
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("modelOutput");
  }

  /** SameDiff itself takes a loss of any type from the configuration. */
  @Test
  void anIntegerLoss() {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.ones(DataType.DOUBLE, 5, 1));
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 5);
    x.mmul(w).sum().castTo("count", DataType.INT64);
    sd.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Sgd(0.1))
            .regularization(option().build())
            .dataSetFeatureMapping("x")
            .markLabelsUnused()
            .minimize("count")
            .build());
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'count'", "LONG", "cast", "Fix: ");
  }

  @Test
  void enableWithoutAConfiguration() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("setTrainingConfig");
  }

  @Test
  void enableWithoutTheOption() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1)));
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("HessianTraceRegularization.builder()");
  }

  @Test
  void twoOptions() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option().build(), option().build()));
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("2 HessianTraceRegularization");
  }

  @Test
  void enableTwice() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option().build()));
    HessianTrace.enable(sd);
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("already");
    assertThat(sd.getListeners()).hasSize(1);
  }

  @Test
  void aPredicateOrADirectionCannotBeSaved() {
    HessianTraceRegularization selected = option().parameters(name -> true).build();
    HessianTraceRegularization fixed = option().direction(Map.of("w1", Nd4j.ones(5, 7))).build();
    for (HessianTraceRegularization each : List.of(selected, fixed)) {
      assertThatThrownBy(() -> SmallNetwork.config(new Sgd(0.1), each).toJson())
          .hasStackTraceContaining("HessianTrace.disable(sd)");
    }
  }

  @Test
  void aPenaltyThatIsNoNumberStopsTrainingBeforeAnyParameterChanges() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option().build()));
    HessianTrace.enable(sd);
    List<DataSet> batches = SmallNetwork.batches(2, DataType.DOUBLE);
    sd.fit(batches.get(0));
    sd.getVariable("w2").getArr().putScalar(0, Double.NaN);
    String before = SmallNetwork.parameters(sd).toString();
    assertThatThrownBy(() -> sd.fit(batches.get(1)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("NaN", "iteration 1", "largest for parameter '");
    assertThat(SmallNetwork.parameters(sd)).hasToString(before);
  }

  /** The graph alone does not show it; the first step does, before any parameter changes. */
  @Test
  void aLossThatTurnsOutNotToBeAScalarStopsTraining() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    lossOf(sd, sd.math().square(sd.getVariable("logits")).mean(1));
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option().build()));
    HessianTrace.enable(sd);
    Map<String, INDArray> before = SmallNetwork.parameters(sd);
    DataSet batch = SmallNetwork.batches(1, DataType.DOUBLE).get(0);
    assertThatThrownBy(() -> sd.fit(batch))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("8 elements", "scalar");
    assertThat(SmallNetwork.parameters(sd)).isEqualTo(before);
  }

  @Test
  void aScheduleThatTurnsNegativeStopsTraining() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    MapSchedule schedule = new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.1, 1, -0.1));
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option().coefficient(schedule).build()));
    HessianTrace.enable(sd);
    List<DataSet> batches = SmallNetwork.batches(2, DataType.DOUBLE);
    sd.fit(batches.get(0));
    assertThatThrownBy(() -> sd.fit(batches.get(1)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("-0.1", "iteration 1");
  }
}

package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.ProbeDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Runs that must be equal bit for bit, and options that must come back as they were written. */
@Tag("slow")
class ReproducibilityTest {

  private static final int STEPS = 50;

  @TempDir Path directory;

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.02).seed(9);
  }

  static List<HessianTraceRegularization> options() {
    return List.of(
        option().build(),
        option().probes(2).distribution(ProbeDistribution.GAUSSIAN).interval(3).build(),
        option().dropout(ParameterDropout.perElement(0.5)).build(),
        option().dropout(ParameterDropout.perTensor(0.4)).build(),
        option().dropout(ParameterDropout.blocks(3, 1)).probes(2).build(),
        option().curvature(Curvature.GAUSS_NEWTON).build(),
        option().gradientBound(0.01).build(),
        option().coefficient(new RampSchedule(new FixedSchedule(0.02), 30)).build());
  }

  private static Map<String, INDArray> plainRun() {
    SameDiff sd = SmallNetwork.withDropout();
    sd.setTrainingConfig(SmallNetwork.config(new Adam(0.01)));
    return run(sd, SmallNetwork.batches(STEPS, DataType.FLOAT));
  }

  private static Map<String, INDArray> run(SameDiff sd, List<DataSet> batches) {
    Nd4j.getRandom().setSeed(123);
    SmallNetwork.fit(sd, batches);
    return SmallNetwork.parameters(sd);
  }

  @Test
  void coefficientZeroLeavesARunAsItIsWithoutTheLibrary() {
    SameDiff sd = SmallNetwork.withDropout();
    sd.setTrainingConfig(
        SmallNetwork.config(new Adam(0.01), option().coefficient(0.0).probes(3).build()));
    HessianTrace trace = HessianTrace.enable(sd);
    assertThat(run(sd, SmallNetwork.batches(STEPS, DataType.FLOAT))).isEqualTo(plainRun());
    assertThat(trace.history()).isEmpty();
  }

  @Test
  void enableThenDisableLeavesARunAsItIsWithoutTheLibrary() {
    SameDiff sd = SmallNetwork.withDropout();
    sd.setTrainingConfig(SmallNetwork.config(new Adam(0.01), option().build()));
    HessianTrace.enable(sd);
    HessianTrace.disable(sd);
    assertThat(run(sd, SmallNetwork.batches(STEPS, DataType.FLOAT))).isEqualTo(plainRun());
  }

  @Test
  void disableBetweenTwoFitsLeavesThePlainGradientBehind() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    DataSet batch = SmallNetwork.batches(1, DataType.DOUBLE).get(0);
    Map<String, INDArray> inputs = Map.of("x", batch.getFeatures(), "y", batch.getLabels());
    Map<String, INDArray> plain = sd.calculateGradients(inputs, "w1", "b3");
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.0), option().build()));
    HessianTrace.enable(sd);
    sd.fit(batch);
    assertThat(sd.calculateGradients(inputs, "w1", "b3")).isEqualTo(plain);
    int ops = sd.getFunction("grad").getOps().size();
    HessianTrace.disable(sd);
    assertThat(sd.getFunction("grad").getOps().size()).isLessThan(ops);
    assertThat(sd.calculateGradients(inputs, "w1", "b3")).isEqualTo(plain);
  }

  @ParameterizedTest
  @MethodSource("options")
  void theSameSeedGivesTheSameRun(HessianTraceRegularization option) {
    Map<String, INDArray> first = penalisedRun(option);
    assertThat(penalisedRun(option)).isEqualTo(first);
    assertThat(first).isNotEqualTo(plainRun());
  }

  private static Map<String, INDArray> penalisedRun(HessianTraceRegularization option) {
    SameDiff sd = SmallNetwork.withDropout();
    sd.setTrainingConfig(SmallNetwork.config(new Adam(0.01), option));
    HessianTrace.enable(sd);
    return run(sd, SmallNetwork.batches(STEPS, DataType.FLOAT));
  }

  @ParameterizedTest
  @MethodSource("options")
  void aResumedRunEqualsTheUninterruptedOne(HessianTraceRegularization option) throws Exception {
    List<DataSet> batches = SmallNetwork.batches(40, DataType.FLOAT);
    SameDiff whole = SmallNetwork.withoutDropout(DataType.FLOAT);
    whole.setTrainingConfig(SmallNetwork.config(new Adam(0.01), option));
    HessianTrace.enable(whole);
    SmallNetwork.fit(whole, batches);

    SameDiff half = SmallNetwork.withoutDropout(DataType.FLOAT);
    half.setTrainingConfig(SmallNetwork.config(new Adam(0.01), option));
    HessianTrace.enable(half);
    SmallNetwork.fit(half, batches.subList(0, 20));
    File file = directory.resolve("half.fb").toFile();
    half.save(file, true);
    SameDiff resumed = SameDiff.load(file, true);
    HessianTrace trace = HessianTrace.enable(resumed);
    SmallNetwork.fit(resumed, batches.subList(20, 40));

    assertThat(SmallNetwork.parameters(resumed)).isEqualTo(SmallNetwork.parameters(whole));
    assertThat(trace.history().get(trace.history().size() - 1).iteration()).isBetween(37, 39);
  }

  @ParameterizedTest
  @MethodSource("options")
  void theOptionSurvivesJson(HessianTraceRegularization option) {
    String json = SmallNetwork.config(new Adam(0.01), option).toJson();
    TrainingConfig read = TrainingConfig.fromJson(json);
    assertThat(read.getRegularization()).hasSize(1);
    assertThat(read.getRegularization().get(0))
        .isInstanceOf(HessianTraceRegularization.class)
        .usingRecursiveComparison()
        .isEqualTo(option);
    assertThat(read.toJson()).isEqualTo(json);
  }

  @ParameterizedTest
  @MethodSource("options")
  void aCloneHasTheSameSettings(HessianTraceRegularization option) {
    assertThat(option.clone())
        .usingRecursiveComparison()
        .ignoringFields("settings.estimator.parameters.selected")
        .isEqualTo(option);
  }

  /** As options were written before there were bounds. */
  @Test
  void anOptionWithoutAMentionOfABoundIsRead() {
    String json = SmallNetwork.config(new Adam(0.01), option().gradientBound(0.5).build()).toJson();
    String bound = "\"gradientBound\" : 0.5";
    assertThat(json).contains(bound);
    String older = json.replaceFirst("," + "\\s*" + bound, "");
    assertThat(older).doesNotContain("gradientBound");
    TrainingConfig read = TrainingConfig.fromJson(older);
    assertThat(read.getRegularization().get(0))
        .usingRecursiveComparison()
        .isEqualTo(option().build());
  }

  @Test
  void scheduleSelectionAndModelOutputSurviveJson() {
    HessianTraceRegularization option =
        option()
            .coefficient(new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.5))
            .parameterPattern("w.*")
            .modelOutput("logits")
            .curvature(Curvature.GAUSS_NEWTON)
            .build();
    TrainingConfig read =
        TrainingConfig.fromJson(SmallNetwork.config(new Adam(0.01), option).toJson());
    HessianTraceRegularization back = (HessianTraceRegularization) read.getRegularization().get(0);
    assertThat(back)
        .usingRecursiveComparison()
        .ignoringFields("settings.estimator.parameters.selected")
        .isEqualTo(option);
    assertThat(back.settings().estimator().parameters().test("w1")).isTrue();
    assertThat(back.settings().estimator().parameters().test("b1")).isFalse();
  }

  @Test
  void afterDisableTheSavedFileDoesNotMentionThisLibrary() throws Exception {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.FLOAT);
    sd.setTrainingConfig(
        SmallNetwork.config(new Adam(0.01), new L2Regularization(0.01), option().build()));
    HessianTrace.enable(sd);
    SmallNetwork.fit(sd, SmallNetwork.batches(2, DataType.FLOAT));
    assertThat(saved(sd)).contains("hessianreg");
    HessianTrace.disable(sd);
    assertThat(saved(sd)).doesNotContain("hessianreg").contains("L2Regularization");
    assertThat(sd.getListeners()).isEmpty();
  }

  private String saved(SameDiff sd) throws Exception {
    Path file = directory.resolve("saved.fb");
    sd.save(file.toFile(), true);
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  @Test
  void theUsersGraphHasNoNewOps() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.FLOAT);
    List<String> ops = List.copyOf(sd.getOps().keySet());
    List<String> variables = List.copyOf(sd.getVariables().keySet());
    sd.setTrainingConfig(SmallNetwork.config(new Adam(0.01), option().build()));
    HessianTrace.enable(sd);
    SmallNetwork.fit(sd, SmallNetwork.batches(2, DataType.FLOAT));
    assertThat(sd.getOps().keySet()).containsExactlyElementsOf(ops);
    assertThat(sd.getVariables().keySet()).containsExactlyElementsOf(variables);
  }
}

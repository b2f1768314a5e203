package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;

/**
 * What a user's listener may do in the middle of training: it gets what it would get without the
 * penalty, and training goes on as if it had done nothing.
 */
@Tag("slow")
class MeddlingTest {

  private static final DataSet BATCH = SmallNetwork.batches(1, DataType.DOUBLE).get(0);
  private static final Map<String, INDArray> INPUTS =
      Map.of("x", BATCH.getFeatures(), "y", BATCH.getLabels());

  /** What is done, with the graph that is trained and its option. */
  private static Map<String, BiConsumer<SameDiff, HessianTraceRegularization>> deeds() {
    Map<String, BiConsumer<SameDiff, HessianTraceRegularization>> deeds = new LinkedHashMap<>();
    deeds.put("calculateGradients", (sd, option) -> requirePlainGradients(sd));
    deeds.put("output", (sd, option) -> sd.output(INPUTS, "logits"));
    deeds.put("batchOutput", (sd, option) -> sd.batchOutput().outputAll().inputs(INPUTS).output());
    deeds.put(
        "evaluate",
        (sd, option) ->
            sd.evaluate(new SingletonDataSetIterator(BATCH), "logits", new Evaluation()));
    deeds.put("dup", (sd, option) -> sd.dup());
    deeds.put("save", (sd, option) -> save(sd));
    deeds.put("fit of another graph", (sd, option) -> other(sd).fit(BATCH));
    deeds.put(
        "fit of another graph with the same option",
        (sd, option) -> {
          SameDiff other = SmallNetwork.withoutDropout(DataType.DOUBLE);
          other.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option));
          HessianTrace.enable(other);
          other.fit(BATCH);
        });
    deeds.put(
        "fit of another graph with the same listeners",
        (sd, option) -> {
          SameDiff other = other(sd);
          other.setListeners(sd.getListeners());
          other.fit(BATCH);
        });
    return deeds;
  }

  /** A graph like the one that is trained, with its parameters, and without the penalty. */
  private static SameDiff other(SameDiff sd) {
    SameDiff other = SmallNetwork.withoutDropout(DataType.DOUBLE);
    SmallNetwork.parameters(sd)
        .forEach((name, array) -> other.getVariable(name).getArr().assign(array));
    other.setTrainingConfig(SmallNetwork.config(new Sgd(0.1)));
    return other;
  }

  private static void requirePlainGradients(SameDiff sd) {
    assertThat(sd.calculateGradients(INPUTS, "w1", "b3"))
        .isEqualTo(other(sd).calculateGradients(INPUTS, "w1", "b3"));
  }

  private static void save(SameDiff sd) {
    try {
      File file = File.createTempFile("graph", ".fb");
      sd.save(file, true);
      SameDiff.load(file, true);
      assertThat(file.delete()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Arguments> everywhere() {
    List<Arguments> rows = new ArrayList<>();
    for (MeddlingListener.Call call : MeddlingListener.Call.values()) {
      deeds().forEach((name, deed) -> rows.add(Arguments.of(call, name, deed)));
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everywhere")
  void trainingGoesOn(
      MeddlingListener.Call call,
      String name,
      BiConsumer<SameDiff, HessianTraceRegularization> deed) {
    String alone = train(List.of(), List.of());
    for (boolean before : List.of(true, false)) {
      List<MeddlingListener> first = new ArrayList<>();
      List<MeddlingListener> last = new ArrayList<>();
      MeddlingListener meddling = new MeddlingListener(call, deed);
      (before ? first : last).add(meddling);
      assertThat(train(first, last)).as(before ? "before" : "after").isEqualTo(alone);
      assertThat(meddling.times()).isPositive();
    }
  }

  /** Two epochs of a penalised, a plain and a penalised step. */
  private static String train(List<MeddlingListener> first, List<MeddlingListener> last) {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    HessianTraceRegularization option =
        HessianTraceRegularization.builder().coefficient(0.01).interval(2).seed(2).build();
    sd.setTrainingConfig(SmallNetwork.config(new Adam(0.01), option, new L2Regularization(0.01)));
    first.forEach(listener -> listener.meddleWith(sd, option));
    last.forEach(listener -> listener.meddleWith(sd, option));
    sd.addListeners(first.toArray(new MeddlingListener[0]));
    HessianTrace trace = HessianTrace.enable(sd);
    sd.addListeners(last.toArray(new MeddlingListener[0]));
    sd.fit()
        .train(new ExistingDataSetIterator(SmallNetwork.batches(3, DataType.DOUBLE)), 2)
        .validate(new SingletonDataSetIterator(BATCH))
        .exec();
    assertThat(trace.history()).hasSize(3);
    return trace.history() + SmallNetwork.parameters(sd).toString();
  }

  /** The step that has begun would be forgotten. */
  @Test
  void fittingTheSameGraphInTheMiddleOfAStepStopsTraining() {
    MeddlingListener meddling =
        new MeddlingListener(MeddlingListener.Call.ITERATION_DONE, (sd, option) -> sd.fit(BATCH));
    assertThatThrownBy(() -> train(List.of(meddling), List.of()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("in the middle of iteration 0");
  }

  /** SameDiff finds out before the first op of the step. */
  @Test
  void aStepWithoutAllPlaceholdersLeavesThePlainGradientBehind() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.getVariable("loss").mul("scaled", sd.placeHolder("factor", DataType.DOUBLE));
    sd.setLossVariables("scaled");
    sd.setTrainingConfig(
        SmallNetwork.config(
            new Sgd(0.1), HessianTraceRegularization.builder().coefficient(0.01).build()));
    HessianTrace.enable(sd);
    assertThatThrownBy(() -> sd.fit(BATCH)).hasMessageContaining("factor");
    Map<String, INDArray> inputs = new LinkedHashMap<>(INPUTS);
    inputs.put("factor", Nd4j.scalar(1.0));
    assertThat(sd.calculateGradients(inputs, "w1"))
        .isEqualTo(other(sd).calculateGradients(INPUTS, "w1"));
  }
}

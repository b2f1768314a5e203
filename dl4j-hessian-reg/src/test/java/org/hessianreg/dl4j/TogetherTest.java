package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.HessianOps;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.History;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * The option together with everything else that a training configuration holds, against plain
 * {@code fit} on a loss with the penalty written into the user's own graph.
 */
class TogetherTest {

  private static final double LAMBDA = 0.05;

  static List<IUpdater> updaters() {
    return List.of(
        new Sgd(0.1),
        new Nesterovs(0.05, 0.9),
        new Adam(0.02),
        new AdaGrad(0.05),
        new Sgd(new ExponentialSchedule(ScheduleType.ITERATION, 0.2, 0.9)));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("updaters")
  void updatersTrainOnThePenalisedLoss(IUpdater updater) {
    compare(updater, true);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("updaters")
  void maximisingWorks(IUpdater updater) {
    compare(updater, false);
  }

  static List<List<Regularization>> regularizations() {
    return List.of(
        List.of(new L1Regularization(0.01)),
        List.of(new L2Regularization(0.02)),
        List.of(new WeightDecay(0.03, true)),
        List.of(new L1Regularization(0.01), new L2Regularization(0.02)));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("regularizations")
  void otherRegularizationsAreAppliedToo(List<Regularization> others) {
    compare(new Adam(0.02), true, others.toArray(new Regularization[0]));
  }

  private static void compare(IUpdater updater, boolean minimize, Regularization... others) {
    OracleTraining expected = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    penaltyInGraph(expected);
    expected
        .graph()
        .setTrainingConfig(expected.builder(updater, others).minimize(minimize).build());
    expected.fit(5);

    OracleTraining actual = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    List<Regularization> all = new ArrayList<>(Arrays.asList(others));
    all.add(option(actual).build());
    actual
        .graph()
        .setTrainingConfig(
            actual.builder(updater, all.toArray(new Regularization[0])).minimize(minimize).build());
    HessianTrace.enable(actual.graph());
    actual.fit(5);

    assertSame(actual.parameters(), expected.parameters());
  }

  private static HessianTraceRegularization.Builder option(OracleTraining training) {
    return HessianTraceRegularization.builder()
        .coefficient(LAMBDA)
        .direction(training.arrays("direction"));
  }

  private static void penaltyInGraph(OracleTraining training) {
    SameDiff sd = training.graph();
    Map<String, SDVariable> direction = new LinkedHashMap<>();
    training
        .arrays("direction")
        .forEach((name, v) -> direction.put(name, sd.constant("v_" + name, v)));
    SDVariable loss = sd.getVariable("loss");
    SDVariable vhv = new HessianOps(sd).quadraticForm("vhv", loss, direction);
    loss.add("penalised", vhv.mul(LAMBDA));
    sd.setLossVariables("penalised");
  }

  private static void assertSame(Map<String, INDArray> actual, Map<String, INDArray> expected) {
    expected.forEach(
        (name, array) ->
            assertThat(actual.get(name).distance2(array))
                .as(name)
                .isLessThan(1e-9 * Math.max(1.0, array.norm2Number().doubleValue())));
  }

  @Tag("slow")
  @Test
  void reportsTheDataLossAndThePenaltyOfEveryIteration() {
    OracleTraining training = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    training.configure(new Sgd(0.1), option(training).interval(2).build());
    HessianTrace trace = HessianTrace.enable(training.graph());
    for (int i = 0; i < 4; i++) {
      double loss = lossNow(training);
      LossRecorder recorder = new LossRecorder();
      training.fit(1, recorder);
      assertThat(recorder.losses).hasSize(1);
      assertThat(recorder.losses.get(0).lossNames())
          .containsExactly("loss", "HessianTraceRegularization");
      assertThat(recorder.losses.get(0).lossValues()[0]).isCloseTo(loss, within(1e-12));
      double penalty = i % 2 == 0 ? trace.history().get(i / 2).penalty() : 0.0;
      assertThat(recorder.losses.get(0).lossValues()[1]).isEqualTo(penalty);
    }
    assertThat(trace.history()).extracting(PenaltyRecord::iteration).containsExactly(0, 2);
    PenaltyRecord first = trace.history().get(0);
    assertThat(first.penalty()).isCloseTo(LAMBDA * first.quadraticForm(), within(1e-12));
  }

  private static double lossNow(OracleTraining training) {
    return training.graph().output(training.arrays("inputs"), "loss").get("loss").getDouble(0);
  }

  @Tag("slow")
  @Test
  void severalLossesAndRegularizationsAreReportedEachInItsPlace() {
    OracleTraining training = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    SameDiff sd = training.graph();
    sd.math().square(sd.getVariable("w1")).sum("size");
    sd.setLossVariables("loss", "size");
    L2Regularization l2 = new L2Regularization(0.1);
    training.configure(new Sgd(0.1), l2, option(training).build());
    HessianTrace trace = HessianTrace.enable(sd);
    double loss = lossNow(training);
    double size = sd.getVariable("w1").getArr().norm2Number().doubleValue();
    double l2Score = 0;
    for (INDArray parameter : training.parameters().values()) {
      l2Score += l2.score(parameter, 0, 0);
    }
    History history = sd.fit(new SingletonMultiDataSetIterator(training.batch()), 1);
    List<String> names = history.getLossCurve().getLossNames();
    double[] values = history.getLossCurve().meanLoss(0).lossValues();
    double penalty = trace.history().get(0).penalty();
    // SameDiff keeps the curve in float32.
    assertThat(values[names.indexOf("loss")]).isCloseTo(loss, withinPercentage(1e-4));
    assertThat(values[names.indexOf("size")]).isCloseTo(size * size, withinPercentage(1e-4));
    assertThat(values[names.indexOf("L2Regularization")])
        .isCloseTo(l2Score, withinPercentage(1e-4));
    assertThat(values[names.indexOf("HessianTraceRegularization")])
        .isCloseTo(penalty, withinPercentage(1e-4));
  }

  @Tag("slow")
  @Test
  void severalLossesArePenalisedTogether() {
    OracleTraining expected = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    addSecondLoss(expected.graph());
    SameDiff sd = expected.graph();
    sd.getVariable("loss").add("both", sd.getVariable("second"));
    Map<String, SDVariable> direction = new LinkedHashMap<>();
    expected
        .arrays("direction")
        .forEach((name, v) -> direction.put(name, sd.constant("v_" + name, v)));
    SDVariable vhv = new HessianOps(sd).quadraticForm("vhv", sd.getVariable("both"), direction);
    sd.getVariable("both").add("penalised", vhv.mul(LAMBDA));
    sd.setLossVariables("penalised");
    expected.configure(new Sgd(0.1));
    expected.fit(3);

    OracleTraining actual = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    addSecondLoss(actual.graph());
    actual.graph().setLossVariables("loss", "second");
    actual.configure(new Sgd(0.1), option(actual).build());
    HessianTrace.enable(actual.graph());
    actual.fit(3);

    assertSame(actual.parameters(), expected.parameters());
  }

  @Tag("slow")
  @Test
  void batchesOfSeveralSizesArePenalised() {
    OracleTraining expected = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    penaltyInGraph(expected);
    expected.configure(new Sgd(0.1));
    OracleTraining actual = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    actual.configure(new Sgd(0.1), option(actual).build());
    HessianTrace.enable(actual.graph());
    int rows = (int) actual.batch().getFeatures(0).size(0);
    for (int size : new int[] {rows, rows, 2, rows, 1, 2, 3, rows}) {
      expected.fitFirst(size);
      actual.fitFirst(size);
      assertSame(actual.parameters(), expected.parameters());
    }
  }

  private static void addSecondLoss(SameDiff sd) {
    SDVariable w = sd.getVariable("w1");
    w.mul(w).mul(w).sum("second");
  }

  @Tag("slow")
  @Test
  void aScheduleOfTheCoefficientIsFollowed() {
    ISchedule schedule = new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.5);
    OracleTraining training = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    training.configure(new Sgd(0.1), option(training).coefficient(schedule).build());
    HessianTrace trace = HessianTrace.enable(training.graph());
    training.fit(3);
    for (PenaltyRecord step : trace.history()) {
      double lambda = schedule.valueAt(step.iteration(), 0);
      assertThat(step.penalty()).isCloseTo(lambda * step.quadraticForm(), within(1e-12));
    }
    assertThat(trace.history()).hasSize(3);
  }

  @Tag("slow")
  @Test
  void aRampOfTheCoefficientIsAWarmUp() {
    OracleTraining training = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    ISchedule warmUp = new RampSchedule(new FixedSchedule(0.2), 4);
    training.configure(new Sgd(0.1), option(training).coefficient(warmUp).build());
    HessianTrace trace = HessianTrace.enable(training.graph());
    training.fit(6);
    double[] lambdas = {0.05, 0.1, 0.15, 0.2, 0.2, 0.2};
    assertThat(trace.history()).hasSize(lambdas.length);
    for (PenaltyRecord step : trace.history()) {
      assertThat(step.penalty())
          .isCloseTo(lambdas[step.iteration()] * step.quadraticForm(), within(1e-12));
    }
  }

  /** What is reported is not all: the same run with λ set by hand. */
  @Tag("slow")
  @Test
  void aWarmUpTrainsWithTheCoefficientOfEachIteration() {
    OracleTraining warmed = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    ISchedule warmUp = new RampSchedule(new FixedSchedule(0.2), 2);
    warmed.configure(new Sgd(0.1), option(warmed).coefficient(warmUp).build());
    HessianTrace.enable(warmed.graph());
    warmed.fit(2);
    OracleTraining byHand = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    for (double lambda : new double[] {0.1, 0.2}) {
      HessianTrace.disable(byHand.graph());
      byHand.configure(new Sgd(0.1), option(byHand).coefficient(lambda).build());
      HessianTrace.enable(byHand.graph());
      byHand.fit(1);
    }
    assertThat(warmed.parameters()).isEqualTo(byHand.parameters());
  }

  @Tag("slow")
  @Test
  void evaluationsAndListenersWorkTogetherWithIt() {
    OracleTraining training = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    SameDiff sd = training.graph();
    String logits = sd.getOps().get("softmax_cross_entropy_loss").getInputsToOp().get(0);
    sd.nn().softmax("prediction", sd.getVariable(logits), 1);
    TrainingConfig config =
        training
            .builder(new Sgd(0.1), option(training).build())
            .trainEvaluation("prediction", 0, new Evaluation())
            .validationEvaluation("prediction", 0, new Evaluation())
            .build();
    sd.setTrainingConfig(config);
    HessianTrace trace = HessianTrace.enable(sd);
    LossRecorder recorder = new LossRecorder();
    sd.addListeners(recorder);
    DataSet data = new DataSet(training.batch().getFeatures(0), training.batch().getLabels(0));
    History history =
        sd.fit()
            .train(new SingletonDataSetIterator(data), 3)
            .validate(new SingletonDataSetIterator(data))
            .exec();
    assertThat(history.trainingEval("prediction")).hasSize(3);
    assertThat(history.validationEval("prediction")).hasSize(3);
    assertThat(recorder.losses).hasSize(3);
    assertThat(trace.history()).hasSize(3);
  }

  /** Keeps what is reported after each iteration. */
  private static final class LossRecorder extends BaseListener {

    private final List<Loss> losses = new ArrayList<>();

    @Override
    public boolean isActive(Operation operation) {
      return operation == Operation.TRAINING;
    }

    @Override
    public void iterationDone(
        SameDiff sd, At at, org.nd4j.linalg.dataset.api.MultiDataSet data, Loss loss) {
      losses.add(new Loss(loss.lossNames(), loss.lossValues().clone()));
    }
  }
}
